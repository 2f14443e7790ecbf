"""Watched folders tell when something in them changed, and when they come within reach."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread
from typing import Any

import pytest
import watchfiles

from app.services.photos.watching import changed_folders

_PATIENCE = 20


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[list[Path]], "Queue[Path]"]]:
    """Watch folders, on a thread that ends with the test; a list may change meanwhile."""
    monkeypatch.setattr("app.services.photos.watching._LOOK_MS", 200)
    stop, threads = Event(), []

    def start(folders: list[Path]) -> "Queue[Path]":
        told: Queue[Path] = Queue()

        def run() -> None:
            for folder in changed_folders(lambda: list(folders), stop, quiet_ms=60):
                told.put(folder)

        threads.append(Thread(target=run))
        threads[-1].start()
        return told

    yield start
    stop.set()
    for thread in threads:
        thread.join()


@pytest.mark.slow
def test_what_changes_is_told_and_what_is_hidden_is_not(
    watching: Callable[[list[Path]], "Queue[Path]"], tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "deep").mkdir(parents=True)
    folders = [tmp_path / "a"]
    told = watching(folders)
    assert told.get(timeout=_PATIENCE) == tmp_path / "a"  # it may have changed before
    (tmp_path / "b" / "1.jpg").touch()
    (tmp_path / "a" / ".notes").touch()
    (tmp_path / "a" / "deep" / "1.jpg").touch()
    assert told.get(timeout=_PATIENCE) == tmp_path / "a"
    folders.append(tmp_path / "b")
    assert told.get(timeout=_PATIENCE) == tmp_path / "b"
    (tmp_path / "b" / "1.jpg").unlink()
    assert told.get(timeout=_PATIENCE) == tmp_path / "b"
    assert told.empty()


@pytest.mark.slow
def test_a_folder_that_comes_back_is_told(
    watching: Callable[[list[Path]], "Queue[Path]"], tmp_path: Path
) -> None:
    album = tmp_path / "album"
    album.mkdir()
    (album / "1.jpg").touch()
    told = watching([album])
    assert told.get(timeout=_PATIENCE) == album
    shutil.move(album, tmp_path / "away")
    while not told.empty():
        told.get()
    shutil.move(tmp_path / "away", album)
    assert told.get(timeout=_PATIENCE) == album


def test_where_the_system_cannot_tell_the_files_are_looked_at(
    watching: Callable[[list[Path]], "Queue[Path]"], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.jpg").touch()
    asked: Queue[bool | None] = Queue()

    def watch(*_: object, **how: Any) -> Iterator[set[object]]:
        asked.put(how["force_polling"])
        if not how["force_polling"]:
            raise OSError("too many files are watched")
        yield set()
        how["stop_event"].wait()

    monkeypatch.setattr(watchfiles, "watch", watch)
    assert watching([tmp_path]).get(timeout=_PATIENCE) == tmp_path
    assert [asked.get(timeout=_PATIENCE) for _ in range(2)] == [None, True]
