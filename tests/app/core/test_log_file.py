"""A log file shared by several processes, turned over while they write."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core.log_file import LogFile

_WRITER = """
import sys
from pathlib import Path
from app.core.log_file import LogFile
file = LogFile(Path(sys.argv[1]), most_bytes=20_000, kept=50)
for number in range(400):
    file.write(f"writer {sys.argv[2]} line {number} " + "x" * 40)
"""


def test_lines_of_several_processes_stay_whole_while_files_turn_over(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    command = [sys.executable, "-c", _WRITER, str(folder)]
    writers = [subprocess.Popen([*command, str(one)]) for one in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    files = [path for path in folder.iterdir() if path.suffix == ".log"]
    lines = [line for path in files for line in path.read_text().splitlines()]
    wanted = {f"writer {one} line {number} " + "x" * 40 for one in range(4) for number in range(400)}
    assert sorted(lines) == sorted(wanted)
    assert len(files) > 4
    assert all(path.stat().st_size <= 20_000 for path in files)


def test_full_files_are_kept_in_order_and_only_so_many(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "logs", most_bytes=100, kept=2)
    for number in range(20):
        file.write(f"line {number:02} " + "x" * 32)
    inside = {path.name for path in (tmp_path / "logs").iterdir()}
    assert inside == {"kith.log", "kith.1.log", "kith.2.log", "lock"}
    assert [line[:7] for line in file.last_lines(3)] == ["line 17", "line 18", "line 19"]


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    file = LogFile(tmp_path / "logs")
    file.write("a line")
    assert file.folder.stat().st_mode & 0o777 == 0o700
    assert file.path.stat().st_mode & 0o777 == 0o600
    assert (file.folder / "lock").stat().st_mode & 0o777 == 0o600


def test_it_waits_for_the_data_folder_and_does_not_make_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    file = LogFile(data / "logs")
    file.write("first")
    assert not data.exists()
    data.mkdir()
    file.write("second")
    assert file.path.read_text() == "first\nsecond\n"


def test_another_that_hangs_with_the_lock_holds_up_a_line_for_a_moment_only(tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    file = LogFile(tmp_path / "logs")
    file.write("before")
    lock = os.open(file.folder / "lock", os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        file.write("meanwhile")
    finally:
        os.close(lock)
    assert file.last_lines(5) == ["before", "meanwhile"]


def test_without_a_file_there_are_no_lines(tmp_path: Path) -> None:
    assert LogFile(tmp_path).last_lines(5) == []


def test_a_file_that_it_did_not_write_is_passed_over(tmp_path: Path) -> None:
    file = LogFile(tmp_path, most_bytes=100)
    file.write("one")
    with (tmp_path / "kith.1.log").open("wb") as other:
        other.truncate(1 << 40)
    assert file.last_lines(5) == ["one"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among files there")
def test_a_pipe_in_its_place_is_an_error_and_no_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "kith.log")
    with pytest.raises(OSError, match="kith"):
        LogFile(tmp_path).write("one")
