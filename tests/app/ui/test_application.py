"""Opening the window as a program."""

import os
import platform
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.app.processes import processes

_FORBIDDEN = ("cv2", "facenet_pytorch", "sqlalchemy", "torch")


def _start(folder: Path, *words: str, **environment: str) -> "subprocess.Popen[str]":
    """Start the program as from a terminal."""
    command = [sys.executable, "-W", "error", "-m", "app", *words]
    environment |= {"KITH_DATA_DIR": str(folder)}
    return subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline, "the window did not open"
        time.sleep(0.05)


def test_a_second_launch_raises_the_first_and_ctrl_c_closes_it(tmp_path: Path, token: str) -> None:
    first = _start(tmp_path)
    _wait_for(tmp_path / "window.json")
    time.sleep(2)  # in the middle of the engine's start
    second = _start(tmp_path)
    assert second.communicate(timeout=60) == ("", "")
    assert second.returncode == 0
    assert first.poll() is None
    first.send_signal(signal.SIGINT)
    _, errors = first.communicate(timeout=10)
    assert first.returncode == 0
    assert errors in ("", "This plugin does not support raise()\n")  # of the platform without a screen
    assert processes(token) == []


def test_with_verbose_window_and_engine_log_details_to_the_file_and_to_standard_error(
    tmp_path: Path, token: str
) -> None:
    window = _start(tmp_path, "--verbose")
    _wait_for(tmp_path / "logs" / "kith.log")
    deadline = time.monotonic() + 60
    while "kind=WarmUp" not in (tmp_path / "logs" / "kith.log").read_text():
        assert time.monotonic() < deadline, "the engine did not log"
        time.sleep(0.05)
    window.send_signal(signal.SIGINT)
    _, errors = window.communicate(timeout=10)
    lines = (tmp_path / "logs" / "kith.log").read_text().splitlines()
    assert sorted(lines) == sorted(line for line in errors.splitlines() if line.startswith("20"))
    for process in ("window", "engine"):
        own = [line for line in lines if f" {process}[" in line]
        assert own[0].endswith(f"system={sys.platform}-{platform.machine()}")
        assert own[-1].endswith("process ended")
    assert any(" DEBUG engine[" in line for line in lines)


@pytest.mark.slow
def test_without_a_screen_it_says_so(tmp_path: Path) -> None:
    done = _start(tmp_path, QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    _, errors = done.communicate(timeout=60)
    assert done.returncode == 3
    assert "no screen" in errors


@pytest.mark.slow
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    done = _start(tmp_path / "file" / "kith")
    _, errors = done.communicate(timeout=60)
    assert done.returncode == 3
    assert "cannot be used" in errors


@pytest.mark.processes
def test_the_window_loads_neither_torch_nor_cv2_nor_sql(tmp_path: Path) -> None:
    script = (
        "import sys, app.ui.application, app.ui.pages, app.ui.shell.shell\n"
        "from pathlib import Path\n"
        "shell = app.ui.shell.shell.Shell(Path(sys.argv[1]), 'cpu', app.ui.pages.pages)\n"
        "shell.open()\n"
        "shell.app.processEvents()\n"
        "print('numpy' in sys.modules)  # the first painting waits for it\n"
        "for key in ('people', 'photos', 'training', 'activity', 'settings', 'live'):\n"
        "    shell.window.go(key)\n"
        "    shell.app.processEvents()\n"
        "shell.close()\n"
        f"print([name for name in {_FORBIDDEN!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], check=True, capture_output=True, text=True
    )
    assert done.stdout.split("\n")[:2] == ["False", "[]"]


@pytest.mark.slow
def test_closed_while_it_starts_it_is_gone_in_three_seconds(tmp_path: Path, token: str) -> None:
    for wait in (0.2, 0.5, 1.0, 1.7, 2.5):
        (tmp_path / "window.json").unlink(missing_ok=True)
        window = _start(tmp_path)
        _wait_for(tmp_path / "window.json")
        time.sleep(wait)
        window.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, errors = window.communicate(timeout=20)
        assert time.monotonic() - began < 4
        assert (window.returncode, errors) == (0, "")
        assert processes(token) == []
