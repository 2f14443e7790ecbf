"""Exit codes, and the last word on a bug."""

import sys
import traceback

from app.core.language import shown
from app.core.log import Log
from app.core.text import say

_log = Log(__name__)

DONE, PARTLY, WRONG_USAGE, CANNOT_START, BUG, STOPPED = 0, 1, 2, 3, 70, 130

_BUG = say("This is a bug in Kith. What was saved before is safe. Please report it with the lines above.")


def report_bug() -> int:
    """Print and log the exception being handled, and return the exit code."""
    _log.error("an error nobody caught", error=sys.exception())
    traceback.print_exc()
    print(shown(_BUG), file=sys.stderr)  # noqa: T201 - the console itself may be what broke
    return BUG
