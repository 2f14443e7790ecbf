"""Child processes on an anonymous pipe: started by module name, gone when their parent is.

The two ends of the pipe are the only ones there are: nobody else can connect, and each side learns of the
other's death, however sudden, by the end of the stream. The keys of encrypted galleries go to the child on
it. A child that is too busy to look (importing torch holds the GIL for seconds) is ended by the kernel,
where that is Linux.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from app.core import log
from app.core.progress import CancelToken
from app.keys import key

_SET_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG of <linux/prctl.h>."""


def start_child(module: str, given: Mapping[str, object]) -> tuple["subprocess.Popen[bytes]", Connection]:
    """Start `python -m module` with a pipe to it.

    Args:
        module: Whose main calls `parent`.
        given: The first message to it, with the data folder as "data_dir".

    Raises:
        OSError: It cannot be started.
    """
    ours, theirs = Pipe()
    try:
        process = _spawn(module, theirs.fileno())
        ours.send({**given, "verbose": log.is_verbose(), "keys": key.all_held()})
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def parent(name: str) -> tuple[Connection, dict[str, Any]]:
    """Begin to log, and return the pipe to the process that started this one, and its first message.

    Args:
        name: Of this process, for the log.
    """
    _die_with_parent()
    handle = int(sys.argv[1])
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        pipe = PipeConnection(handle)
    else:
        pipe = Connection(handle)
    given: dict[str, Any] = pipe.recv()
    for gallery, its_key in given.pop("keys").items():
        key.hold(gallery, its_key)
    log.start(name, given["data_dir"], verbose=given["verbose"])
    return pipe, given


def obey(pipe: Connection, cancel: CancelToken) -> None:
    """Let the parent break this process off; end it at once, whatever it does, when the parent is gone."""

    def listen() -> None:
        try:
            while pipe.recv() == "cancel":
                cancel.cancel()
        except (EOFError, OSError):
            os._exit(1)

    Thread(target=listen, name="parent", daemon=True).start()


def _spawn(module: str, handle: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", module, str(handle)]
    if sys.platform == "win32":
        os.set_handle_inheritable(handle, True)
        startup = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [handle]})
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, startupinfo=startup)  # noqa: S603
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, pass_fds=[handle])  # noqa: S603 - our own module


def _die_with_parent() -> None:
    """Let Linux kill this process when the thread that started it ends, which waits for this process."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
