"""A process that keeps the network finds hosts and reaches its own port, but no other, no file or program."""

import ctypes
import socket
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from trainer.pictures import limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the fences are Linux's")

_PORTS = 4
"""The version of Landlock from which on ports are bound."""
_TRIES = """
import ctypes, os, socket, subprocess, sys
from trainer.pictures import limits
file, port, other = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
limits.confine(ports={port})
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
def connect(kind=socket.SOCK_STREAM, protocol=0):
    with socket.socket(socket.AF_INET, kind, protocol) as made:
        made.connect(("127.0.0.1", other))
def listen(at=None):
    with socket.socket() as made:
        if at is not None:
            made.bind(("127.0.0.1", at))
        made.listen()
def fast(send):
    with socket.socket() as made:
        send(made, b"GET", socket.MSG_FASTOPEN)
address = ("127.0.0.1", other)
told("ask", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", address))
told("unknown", lambda: socket.getaddrinfo("localhost", None))
told("elsewhere", connect)
told("multipath", lambda: connect(protocol=262))
told("sctp", lambda: connect(protocol=132))
told("fast", lambda: fast(lambda made, data, flags: made.sendto(data, flags, address)))
told("faster", lambda: fast(lambda made, data, flags: made.sendmsg([data], [], flags, address)))
told("listen", listen)
told("bind", lambda: listen(0))
told("read", lambda: open(file))
told("list", lambda: os.listdir(os.path.dirname(file)))
told("write", lambda: open(file, "a"))
told("bus", lambda: socket.socket(socket.AF_UNIX))
told("memory", lambda: open(f"/proc/{os.getppid()}/mem"))
told("trace", look)
told("run", lambda: subprocess.run(["/bin/true"], check=True))
"""


def _landlock() -> int:
    """Which version of Landlock the system has; below 1 none."""
    return int(ctypes.CDLL(None).syscall(444, None, 0, 1))


def test_a_stream_reaches_its_host_and_nothing_of_the_user(tmp_path: Path) -> None:
    if _landlock() < 1:
        pytest.skip("this system has no Landlock")
    secret = tmp_path / "gallery.db"
    secret.touch()
    own, other = (socket.create_server(("127.0.0.1", 0)) for _ in range(2))
    with closing(own), closing(other):
        words = [str(secret), *(str(one.getsockname()[1]) for one in (own, other))]
        run = [sys.executable, "-c", _TRIES, *words]
        told = subprocess.check_output(run, env=limits.environment(), text=True)
        other.setblocking(False)
        if _landlock() >= _PORTS:
            with pytest.raises(BlockingIOError):  # nobody came
                other.accept()
    lines = dict(line.split() for line in told.splitlines())
    assert [lines.pop(one) for one in ("connect", "ask", "unknown")] == ["done"] * 3
    if _landlock() < _PORTS:
        assert {lines.pop("elsewhere"), lines.pop("bind")} <= {"done", "PermissionError"}
    assert len(lines) >= 12
    assert "done" not in lines.values()
