"""What the engine's process does with memory that was freed."""

import ctypes
import gc
import sys
from contextlib import suppress
from threading import Thread

_ARENA_MAX = -8
"""M_ARENA_MAX of <malloc.h>."""
_ARENAS = 2


def share_arenas() -> None:
    """Have the threads of this process share two of glibc's arenas; call it before there are any.

    It would make up to eight for each processor and keep in each what its threads freed, so that a source
    which is watched, let go of and watched again, on new threads each time, costs some MB more each time
    (`python -m tests.bench.measure_soak frames`). Other systems have no such arenas.
    """
    if sys.platform == "linux":
        with suppress(AttributeError):  # of another C library
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)


def give_back() -> None:
    """Let go of what nobody holds any more, and give the system back what was freed between what is held.

    Without it each source that is watched and let go of, and each import, leaves one or two MB: what follows
    does not fit into the gaps.
    """
    gc.collect()
    if sys.platform == "linux":
        with suppress(AttributeError):  # of another C library
            ctypes.CDLL(None).malloc_trim(0)


def give_back_after(thread: Thread) -> Thread:
    """Do so once a thread has ended: what it held for itself, as networks keep their buffers, goes only then.

    After an import that is up to 10 MB, which would stay until the next job has ended.

    Returns:
        Another thread, which ends when it is done.
    """

    def wait() -> None:
        thread.join()
        give_back()

    after = Thread(target=wait, name=f"after {thread.name}", daemon=True)
    after.start()
    return after
