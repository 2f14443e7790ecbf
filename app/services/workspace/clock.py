"""The computer's clock, looked at as a data folder is opened and before anything erases by itself."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from app.core.errors import StorageError
from app.domain.clock import Clock
from app.gallery import clock
from app.gallery.database import Database

_OFTEN = timedelta(hours=6)
"""How old what is kept may be before it is written again."""


def look(db: Database) -> Clock:
    """Look at the clock, and keep what is known of it since, as far as that can be written.

    Raises:
        StorageError: The gallery cannot be read.
    """
    at = now()
    with db.read() as session:
        before = clock.known(session)
    found = Clock(at) if before is None else before.at(at)
    if before is None or found.leapt != before.leapt or abs(found.seen - before.seen) >= _OFTEN:
        with suppress(StorageError), db.write() as session:
            clock.keep(session, found)
    return found


def now() -> datetime:
    """What the clock says, in UTC."""
    return datetime.now(UTC)
