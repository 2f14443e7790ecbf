"""The engine's process: `python -m app.engine.host`, started by the client and gone when the window is."""

import os
import signal
from typing import NoReturn

from app.core import log
from app.engine import handlers, registry
from app.engine.child import parent
from app.engine.engine import Engine
from app.engine.memory import share_arenas

_PATIENCE = 1.3
"""Seconds that work under way has to come to a safe point."""


def main() -> NoReturn:
    """Serve the window until it says goodbye or is gone."""
    share_arenas()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the window's to answer
    pipe, given = parent("engine")
    handlers.load()
    engine = Engine(
        pipe,
        given["data_dir"],
        given["device"],
        given["frames"],
        handle=registry.handle,
        steer=registry.steer,
    )
    try:
        while (call := pipe.recv()) is not None:
            engine.take(call)
    except (EOFError, OSError):
        pass  # the window is gone
    engine.end(_PATIENCE)
    log.stop()
    os._exit(0)  # threads in a camera's driver or in torch would hold up an orderly end, and it is safe:
    # whatever was acknowledged is committed, and SQLite rolls back the rest


if __name__ == "__main__":
    main()
