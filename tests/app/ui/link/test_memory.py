"""What the window remembers: beside an encrypted gallery nothing of it that may bear a name lies open."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from app.engine.single_instance import raise_other
from app.gallery import people
from app.keys import header, key, unlocking
from app.keys.header import Stored
from app.keys.unlocking import Fresh
from app.services.people.privacy import forget
from app.services.workspace import Workspace, encryption
from app.ui.link.memory import Memory

PLACE = "/photos/Amira Haddad"


@pytest.fixture(scope="module")
def fresh() -> Fresh:
    return unlocking.made("four words of wood")


def _encrypt(folder: Path, fresh: Fresh) -> None:
    header.save(folder, Stored(fresh.header))
    key.hold(fresh.header.id, fresh.key)


def _lies_open(folder: Path) -> bool:
    return "Amira" in (folder / "window.ini").read_text()


def _hole(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def _endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.skipif(sys.platform == "win32", reason="files of a POSIX system")
@pytest.mark.parametrize("put", [_hole, _endless, os.mkfifo], ids=["hole", "endless", "pipe"])
def test_what_no_window_wrote_neither_holds_it_up_nor_fills_the_memory(
    tmp_path: Path, put: Callable[[Path], None]
) -> None:
    for name in ("window.ini", "settings.json", "window.json"):
        put(tmp_path / name)
    assert (tmp_path / "window.ini") in encryption.status(tmp_path).uncovered or put is not _hole
    assert not raise_other(tmp_path)
    memory = Memory(tmp_path)
    memory.keep("photos/folder", PLACE)
    memory.flush()
    assert _lies_open(tmp_path)
    assert Memory(tmp_path).text("photos/folder") == PLACE


def test_it_is_kept_from_run_to_run(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.keep("photos/folder", PLACE)
    memory.keep("window/geometry", QByteArray(b"x"))
    memory.keep_pairs("live/recent", [("rtsp://Amira", "Amira's")])
    memory.flush()
    assert _lies_open(tmp_path)
    again = Memory(tmp_path)
    assert again.text("photos/folder") == PLACE
    assert again.pairs("live/recent") == [("rtsp://Amira", "Amira's")]
    assert again.blob("window/geometry") == b"x"


def test_beside_an_encrypted_gallery_it_is_sealed_also_what_was_plain(tmp_path: Path, fresh: Fresh) -> None:
    memory = Memory(tmp_path)
    for one in ("photos/folder", "photos/unfinished"):
        memory.keep(one, PLACE)
    memory.keep("theme", "dark")
    memory.flush()
    _encrypt(tmp_path, fresh)
    memory.settle()
    assert not _lies_open(tmp_path)
    memory.keep("live/source", "rtsp://Amira")
    memory.flush()
    assert not _lies_open(tmp_path)
    again = Memory(tmp_path)
    assert (again.text("photos/folder"), again.text("live/source")) == (PLACE, "rtsp://Amira")
    key.drop()
    assert (again.text("photos/folder", "nothing"), again.text("theme")) == ("nothing", "dark")


def test_it_follows_to_another_key_and_back_to_none(tmp_path: Path, fresh: Fresh) -> None:
    memory = Memory(tmp_path)
    _encrypt(tmp_path, fresh)
    memory.keep("photos/folder", PLACE)
    second = unlocking.made("five words of other wood")
    _encrypt(tmp_path, second)
    memory.settle()
    key.drop()
    key.hold(second.header.id, second.key)
    assert memory.text("photos/folder") == PLACE
    (tmp_path / header.NAME).unlink()
    memory.settle()
    assert _lies_open(tmp_path)
    assert memory.text("photos/folder") == PLACE


def test_who_is_forgotten_is_taken_out_of_it(tmp_path: Path, fresh: Fresh) -> None:
    folder = tmp_path / "data"
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        people.get_or_create(session, "Amira Haddad")
    encryption.turn_on(folder, fresh)
    memory = Memory(folder)
    memory.keep("photos/folder", PLACE)
    memory.keep("live/source", "/videos/street.mp4")
    memory.flush()
    with Workspace.open(folder) as workspace:
        forget(workspace, "Amira Haddad")
    memory.keep("live/source name", "street")
    assert memory.text("photos/folder") == ""
    assert memory.text("live/source") == "/videos/street.mp4"
    assert encryption.status(folder).uncovered == ()
