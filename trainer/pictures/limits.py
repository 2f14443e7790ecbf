"""What a process that decodes pictures from outside may do: next to nothing.

All of it holds on Linux. Other systems have the limits that they know; what they lack, the parent makes up
for by killing what takes too long.
"""

import os
import signal
import sys
from collections.abc import Iterable
from threading import Thread

from trainer.pictures.fences import fence_files, fence_sockets

MEMORY = 950_000_000
"""Bytes of memory that it may hold beside the memory it shares with its parent."""
_THREADS = 32
"""Threads of it, which some decoders start."""
_CONNECTIONS = 64
"""Files and connections that may be open at once where the network is needed."""
_KEPT = 64_000_000
"""Bytes of what was freed that it keeps for the next picture, as much as one of 12 megapixels takes: to have
the system clear them anew takes two thirds of the time that decoding does."""
_IN_HEAP = 32 * 1024 * 1024
"""Bytes of the largest piece that may be kept so; more than these the C library does not take."""
_NEW_USER, _NEW_IPC, _NEW_NET = 0x10000000, 0x08000000, 0x40000000
_DUMPABLE, _NO_NEW_PRIVS = 4, 38


def confine(*, ports: Iterable[int] | None = None) -> None:
    """Give up what decoding needs no more: files, the network, other programs, rights, and most memory.

    What is open stays open. Nothing can be opened any more, so whatever has to be loaded must be loaded.

    Args:
        ports: Of TCP, where connections are needed. They can be opened then, since Linux 6.7 to these alone,
            and what finding a host and loading a library takes can be read; elsewhere than on Linux, so can
            all that the user may read. UDP is not bound to ports.
    """
    if sys.platform == "win32":
        return
    import resource

    alone = sys.platform == "linux" and _apart(ports)
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_DATA, MEMORY),
        (resource.RLIMIT_NOFILE, 0 if ports is None else _CONNECTIONS),
    ):
        resource.setrlimit(kind, (most, most))
    if alone:
        _bound_threads()


def _apart(ports: Iterable[int] | None) -> bool:
    """Leave the world of the user and of other programs; whether the system allows it to the full."""
    import ctypes

    system = ctypes.CDLL(None)
    system.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0)
    system.prctl(_DUMPABLE, 0, 0, 0, 0)  # no core file, and none of the user's programs looks into it
    alone = system.unshare(_NEW_USER | _NEW_IPC | (_NEW_NET if ports is None else 0)) == 0
    fence_files(() if ports is None else _public(), ports or ())
    fence_sockets()
    return bool(alone)


def _public() -> list[str]:
    """What every program may read: libraries, and how hosts are found and proved to be who they are."""
    names = os.path.dirname(os.path.realpath("/etc/resolv.conf"))  # noqa: PTH120
    return ["/usr", "/lib", "/lib64", "/etc", sys.prefix, sys.base_prefix, names]


def _bound_threads() -> None:
    """Bound threads and processes, where the system counts those of this process's own world alone."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (_THREADS, before[1]))
    try:
        Thread(target=int).start()
    except RuntimeError:  # an older system, which counts all of the user's
        resource.setrlimit(resource.RLIMIT_NPROC, before)
    else:
        resource.setrlimit(resource.RLIMIT_NPROC, (_THREADS, _THREADS))


def hurry(seconds: float) -> None:
    """Have the system kill this process when it has computed so much longer; never, for 0.

    Computing counts, not waiting: a computer that is busy with other things makes no picture a hostile one.
    """
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_PROF, seconds)


def was_slow(status: int) -> bool:
    """Whether a process that ended with this status was killed because it had to `hurry`."""
    return sys.platform != "win32" and status == -signal.SIGPROF


def environment() -> dict[str, str]:
    """What such a process is told of the world: where modules are found, that it is to use one core, and what
    glibc does with memory that was freed."""
    kept = ("PATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT", "TEMP", "TMP", "VIRTUAL_ENV")
    told = {name: os.environ[name] for name in kept if name in os.environ}
    path = os.pathsep.join(filter(None, sys.path))  # a notebook may have put this library there by itself
    return told | {
        "PYTHONPATH": path,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": str(_IN_HEAP),
        "MALLOC_TRIM_THRESHOLD_": str(_KEPT),
    }
