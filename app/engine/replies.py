"""Turning work into replies, whatever becomes of it."""

import traceback
from collections.abc import Callable
from pathlib import Path

from app.core.errors import BugError, Cancelled, KithError, KnownError
from app.core.log import Log
from app.core.text import quote, say
from app.engine.protocol import Failed, Result

_log = Log(__name__)


def answer(number: int, work: Callable[[], object], folder: Path | None = None) -> Result | Failed:
    """Do the work of a call, and say how it went.

    Args:
        number: The call's.
        work: Does it.
        folder: Whose gallery may be damaged, which is then what is said of an error that no code expects.
    """
    try:
        return Result(number, work())
    except (KithError, Cancelled) as error:
        if isinstance(error, KnownError):
            _log.info("request refused", id=number, error=error)
        elif isinstance(error, BugError):
            _log.error("request failed", id=number, error=error)
        return Failed(number, error)
    except Exception as error:  # noqa: BLE001 - the window must hear of it, and the engine go on
        return bug(number, error) if folder is None else _unexpected(number, error, folder)


def _unexpected(number: int, error: Exception, folder: Path) -> Failed:
    from app.gallery.legible import told_damaged

    damage = told_damaged(folder)
    if damage is None:
        return bug(number, error)
    _log.warning("the gallery is damaged", id=number, error=error)
    return Failed(number, damage)


def bug(number: int, error: Exception) -> Failed:
    """Say that Kith made a mistake."""
    _log.error("request failed", id=number, error=error)
    told = BugError(
        say("Kith made a mistake"),
        why=quote(f"{type(error).__name__}: {error}"),
        remedy=say("Nothing that was saved is lost; copy the details to report it"),
    )
    return Failed(number, told, "".join(traceback.format_exception(error)))
