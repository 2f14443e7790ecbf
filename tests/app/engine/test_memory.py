"""How many arenas glibc makes for the threads of a process."""

import subprocess
import sys

import pytest

from tests.app.conftest import ROOT

_THREADS = """
import ctypes, sys, threading
from app.engine.memory import share_arenas

if int(sys.argv[1]):
    share_arenas()
libc = ctypes.CDLL(None)
libc.fopen.restype = libc.malloc.restype = ctypes.c_void_p
met = threading.Barrier(6)
def work():
    libc.malloc(1000)
    met.wait()
threads = [threading.Thread(target=work) for _ in range(6)]
for one in threads:
    one.start()
for one in threads:
    one.join()
out = ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w"))
libc.malloc_info(0, out)
libc.fflush(out)
"""


def _arenas(*, shared: bool) -> int:
    command = [sys.executable, "-c", _THREADS, str(int(shared))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="arenas are glibc's")
def test_threads_share_two_arenas() -> None:
    assert _arenas(shared=False) > 2
    assert _arenas(shared=True) <= 2
