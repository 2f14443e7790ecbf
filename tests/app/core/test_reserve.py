"""Room is held once, lent, and held again."""

import os
import sys
from pathlib import Path

import pytest

from app.core import reserve


def test_room_is_held_and_lent(tmp_path: Path) -> None:
    reserve.hold(tmp_path)
    file = tmp_path / reserve.NAME
    held = file.stat()
    assert held.st_size >= 1 << 16
    assert held.st_blocks * 512 >= held.st_size  # really taken
    assert held.st_mode & 0o077 == 0
    with reserve.lent(tmp_path):
        assert not file.exists()
        file.write_bytes(b"held meanwhile, and less")
    assert file.stat().st_size == held.st_size
    file.write_bytes(b"held already")
    reserve.hold(tmp_path)
    assert file.read_bytes() == b"held already"


def test_where_nothing_can_be_held_is_no_error(tmp_path: Path) -> None:
    reserve.hold(tmp_path / "nowhere")
    with reserve.lent(tmp_path / "nowhere"):
        pass
    assert not (tmp_path / "nowhere").exists()
    (tmp_path / reserve.NAME).mkdir()
    with reserve.lent(tmp_path):
        reserve.hold(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes in folders, and links that anybody may make")
def test_a_pipe_is_not_waited_for_and_a_link_not_followed(tmp_path: Path) -> None:
    file, other = tmp_path / reserve.NAME, tmp_path / "other"
    os.mkfifo(file)
    reserve.hold(tmp_path)
    file.unlink()
    file.symlink_to(other)
    reserve.hold(tmp_path)
    assert not other.exists()
    other.write_bytes(b"")
    reserve.hold(tmp_path)
    assert other.read_bytes() == b""
    with reserve.lent(tmp_path):
        pass
    assert other.read_bytes() == b""
