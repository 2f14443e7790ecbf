"""How many arenas glibc makes for the threads of a process, and what it keeps of what was freed."""

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

_FREED = """
from app.engine.memory import give_back

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

circle = []
pieces = [bytes(8000) for _ in range(4001)]
circle.append([circle, pieces[:4000]])
held = pieces[-1]  # what lies above the others, so that freeing these alone gives nothing back
before = resident()
del circle, pieces
give_back()
print(before - resident())
"""

_FREED_BY_THREADS = """
import sys, threading
from app.engine.memory import give_back, give_back_after

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096

mine, held, after = threading.local(), [], []
def work():
    mine.pieces = [bytes(8000) for _ in range(4000)]
    held.append(bytes(8000))  # what lies above them
    if int(sys.argv[1]):
        after.append(give_back_after(threading.current_thread()))
    else:
        give_back()
    held.append(resident())
one = threading.Thread(target=work)
one.start()
one.join()
for thread in after:
    thread.join()
print(held[1] - resident())
"""


def _arenas(*, shared: bool) -> int:
    command = [sys.executable, "-c", _THREADS, str(int(shared))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="arenas are glibc's")
def test_threads_share_two_arenas() -> None:
    assert _arenas(shared=False) > 2
    assert _arenas(shared=True) <= 2


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of others gives back by itself")
def test_what_nobody_holds_goes_back_to_the_system() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _FREED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert int(done.stdout) > 25_000_000


def _given_back(*, after: bool) -> int:
    command = [sys.executable, "-c", _FREED_BY_THREADS, str(int(after))]
    return int(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of others gives back by itself")
def test_what_a_thread_held_for_itself_goes_back_once_it_has_ended() -> None:
    assert _given_back(after=False) < 5_000_000
    assert _given_back(after=True) > 25_000_000
