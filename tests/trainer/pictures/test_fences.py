"""A process that keeps the network finds hosts and connects, but touches neither files nor programs."""

import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from trainer.pictures import limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fences are Linux's")

_TRIES = """
import ctypes, os, socket, subprocess, sys
from trainer.pictures import limits
file, port = sys.argv[1], int(sys.argv[2])
limits.confine(network=True)
def told(what, work):
    try:
        work()
    except BaseException as error:
        print(what, type(error).__name__, flush=True)
    else:
        print(what, "done", flush=True)
def look():
    if ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0):
        raise OSError
told("connect", lambda: socket.create_connection(("localhost", port)))
told("read", lambda: open(file))
told("list", lambda: os.listdir(os.path.dirname(file)))
told("write", lambda: open(file, "a"))
told("bus", lambda: socket.socket(socket.AF_UNIX))
told("memory", lambda: open(f"/proc/{os.getppid()}/mem"))
told("trace", look)
told("run", lambda: subprocess.run(["/bin/true"], check=True))
"""


def _knows_landlock() -> bool:
    script = "from trainer.pictures.fences import fence_files; print(fence_files(()))"
    run = [sys.executable, "-c", script]
    return subprocess.check_output(run, env=limits.environment(), text=True).strip() == "True"


def test_a_stream_reaches_its_host_and_nothing_of_the_user(tmp_path: Path) -> None:
    if not _knows_landlock():
        pytest.skip("this system has no Landlock")
    secret = tmp_path / "gallery.db"
    secret.touch()
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        words = [str(secret), str(server.getsockname()[1])]
        run = [sys.executable, "-c", _TRIES, *words]
        told = subprocess.check_output(run, env=limits.environment(), text=True)
    lines = dict(line.split() for line in told.splitlines())
    assert lines.pop("connect") == "done"
    assert len(lines) == 7
    assert "done" not in lines.values()
