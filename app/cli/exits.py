"""Exit codes, and the last word on a bug."""

import os
import sys
import threading
import traceback
from contextlib import suppress

from app.core.language import shown
from app.core.log import Log
from app.core.text import say
from app.domain.source import READER

_log = Log(__name__)

DONE, PARTLY, WRONG_USAGE, CANNOT_START, BUG, STOPPED = 0, 1, 2, 3, 70, 130

_BUG = say("This is a bug in Kith. What was saved before is safe. Please report it with the lines above.")

_UNHEARD = say("What was done stays done. Write it elsewhere, and look before you do it again.")

_READERS_SECONDS = 0.3
"""How long threads that read a camera or stream are waited for; all that do not hang have ended by then."""


def leave(code: int) -> int:
    """Return an exit code, at the very end; where a thread hangs in a read, end the process with it at once.

    Such a thread would crash the process if its read came back while Python ends.
    """
    readers = [thread for thread in threading.enumerate() if thread.name == READER]
    for reader in readers:
        reader.join(_READERS_SECONDS)
    if any(reader.is_alive() for reader in readers):
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(code)
    return code


def unheard(error: OSError) -> int:
    """Say that an answer could not be written, and return the exit code."""
    _log.warning("an answer was not written", error=error)
    with suppress(OSError):  # else what is left of it ends the interpreter with an error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    with suppress(OSError):
        what = say("The answer cannot be written ({why})", why=error.strerror or "")
        print(shown(what), shown(_UNHEARD), sep="\n", file=sys.stderr)  # noqa: T201 - as below
    return CANNOT_START


def report_bug() -> int:
    """Print and log the exception being handled, and return the exit code."""
    _log.error("an error nobody caught", error=sys.exception())
    traceback.print_exc()
    print(shown(_BUG), file=sys.stderr)  # noqa: T201 - the console itself may be what broke
    return BUG
