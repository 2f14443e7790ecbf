"""A folder that was moved takes its photos along, if they are the photos."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.core.errors import UsageError
from app.domain.photo import FolderState
from app.gallery import copies, photos
from app.services.photos import contents, finding
from app.services.photos.finding import find_folder
from app.services.photos.folders import folders, watch_folder
from app.services.photos.importing import import_folder
from app.services.workspace import Workspace


@pytest.fixture
def album(workspace: Workspace, tmp_path: Path) -> Path:
    """A watched folder of the library with forty photos and a copy."""
    folder = tmp_path / "album"
    (folder / "deep").mkdir(parents=True)
    for number in range(40):
        place = folder / "deep" if number % 2 else folder
        Image.fromarray(np.full((8, 9, 3), 6 * number, np.uint8)).save(place / f"{number}.bmp")
    shutil.copy2(folder / "0.bmp", folder / "copy.bmp")
    import_folder(workspace, folder)
    watch_folder(workspace, folder, on=True)
    return folder


def _lie_in(workspace: Workspace, folder: Path) -> int:
    with workspace.db.read() as session:
        return len(photos.below(session, folder))


def test_photos_and_copies_go_along_and_the_folder_stays_watched(workspace: Workspace, album: Path) -> None:
    now = album.rename(album.parent / "now")
    (gone,) = folders(workspace)
    assert (gone.state, gone.watched, gone.photos) == (FolderState.GONE, True, 40)
    (now / "1.bmp").write_bytes(b"added")
    (now / "deep" / "3.bmp").unlink()
    moved = find_folder(workspace, album, now)
    assert (moved.folder, moved.found, moved.missing) == (now, 39, 1)
    found = {one.path: (one.state, one.watched) for one in folders(workspace)}
    assert found[now] == (FolderState.HERE, True)
    with workspace.db.read() as session:
        assert list(copies.below(session, now)) == [now / "copy.bmp"]
        assert copies.below(session, album) == {}
    steps: list[object] = []
    report = import_folder(workspace, now, steps.append)
    assert len(steps) == 1  # the file that was added
    assert (report.photos, report.copies) == (41, 1)


def test_another_folder_with_the_same_names_is_not_the_one(workspace: Workspace, album: Path) -> None:
    other = album.parent / "other"
    shutil.copytree(album, other)
    for path in other.rglob("*.bmp"):
        time = path.stat().st_mtime_ns
        path.write_bytes(path.read_bytes()[::-1])
        os.utime(path, ns=(time, time))
    shutil.rmtree(album)
    with pytest.raises(UsageError, match=r"no photo of .*album is in .*other"):
        find_folder(workspace, album, other)
    assert _lie_in(workspace, album) == 40


def test_names_and_times_are_trusted_where_samples_hold(
    workspace: Workspace, album: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = album.rename(album.parent / "now")
    opened: list[Path] = []

    def digest(path: Path) -> str | None:
        opened.append(path)
        return contents.digest(path)

    monkeypatch.setattr(finding, "digest", digest)
    assert find_folder(workspace, album, now).found == 40
    assert len(opened) == 20
    copy = album.parent / "copied"
    shutil.copytree(now, copy, copy_function=shutil.copyfile)
    shutil.rmtree(now)
    opened.clear()
    assert find_folder(workspace, now, copy).found == 40
    assert len(opened) == 40  # the times are new, so each is looked into


def test_a_folder_whose_photos_are_all_elsewhere_is_kept_no_more(workspace: Workspace, album: Path) -> None:
    now = album.rename(album.parent / "now")
    import_folder(workspace, now)
    assert [one.path for one in folders(workspace)] == [now]


def test_an_empty_folder_may_be_where_a_drive_appears(workspace: Workspace, album: Path) -> None:
    album.rename(album.parent / "now")
    album.mkdir()
    assert [one.state for one in folders(workspace)] == [FolderState.GONE]
    with pytest.raises(UsageError, match="is no folder of the library"):
        watch_folder(workspace, album.parent / "now", on=True)
