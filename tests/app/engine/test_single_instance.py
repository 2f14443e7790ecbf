import json
import signal
import socket
import subprocess
import sys
from multiprocessing.connection import Client
from pathlib import Path
from threading import Event

import pytest

from app.core.errors import StartError
from app.engine.single_instance import SingleInstance, lock_other, raise_other

_HOLDER = (
    "import sys, time; from pathlib import Path; from app.engine.single_instance import SingleInstance\n"
    "held = SingleInstance.acquire(Path(sys.argv[1]), lambda: print('raised', flush=True))\n"
    "print('held' if held else 'refused', flush=True)\n"
    "time.sleep(60 if held else 0)\n"
)


def _launch(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", _HOLDER, folder], stdout=subprocess.PIPE, text=True)


def _says(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def _never() -> None:
    raise AssertionError


def test_a_second_window_is_refused_and_raises_the_first(tmp_path: Path) -> None:
    first = _launch(tmp_path / "new folder é")
    try:
        assert _says(first) == "held"
        assert SingleInstance.acquire(tmp_path / "new folder é", _never) is None
        assert raise_other(tmp_path / "new folder é")
        assert _says(first) == "raised"
        assert raise_other(tmp_path / "new folder é")
        assert _says(first) == "raised"
    finally:
        first.kill()
        first.communicate()


def test_a_window_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    first = _launch(tmp_path)
    assert _says(first) == "held"
    first.send_signal(signal.SIGKILL)
    first.communicate()
    assert not raise_other(tmp_path)
    held = SingleInstance.acquire(tmp_path, _never)
    assert held is not None
    held.close()


def test_a_closed_window_leaves_the_folder_to_the_next(tmp_path: Path) -> None:
    for _ in range(3):
        held = SingleInstance.acquire(tmp_path, _never)
        assert held is not None
        held.close()
    assert not raise_other(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["window.lock"]


def test_strangers_are_turned_away_and_do_no_harm(tmp_path: Path) -> None:
    raised, locked = Event(), Event()
    held = SingleInstance.acquire(tmp_path, raised.set, locked.set)
    assert held is not None
    note = tmp_path / "window.json"
    assert note.stat().st_mode & 0o077 == 0
    host, port = json.loads(note.read_text())["address"]
    with pytest.raises(Exception, match="digest"), Client((host, port), authkey=b"guess"):
        pass
    assert not raised.is_set()
    assert raise_other(tmp_path)
    assert raised.wait(5)
    assert not locked.is_set()
    assert lock_other(tmp_path)
    assert locked.wait(5)
    held.close()
    assert not lock_other(tmp_path)


@pytest.mark.parametrize("note", ["", "{}", '{"address": ["127.0.0.1", 1], "secret": "00"}', "[]", "no"])
def test_a_damaged_note_means_that_nobody_answers(tmp_path: Path, note: str) -> None:
    (tmp_path / "window.json").write_text(note)
    assert not raise_other(tmp_path)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere this computer has one loopback address")
def test_a_note_that_names_another_computer_is_not_followed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.2", 0)) as elsewhere:
        note = {"address": elsewhere.getsockname(), "secret": "00" * 16}
        (tmp_path / "window.json").write_text(json.dumps(note))
        assert not lock_other(tmp_path)
        elsewhere.setblocking(False)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def test_a_folder_that_cannot_be_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match="cannot be used"):
        SingleInstance.acquire(tmp_path / "file" / "data", _never)
