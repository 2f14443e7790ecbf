"""Long work gives way to what someone is watching."""

import os
import sys
import threading

_NICE = 10


def give_way() -> None:
    """Let the calling thread, and those it starts from now on, run when others leave a core free.

    On Linux alone: elsewhere a thread has no such rank of its own.
    """
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
