"""When a gallery was open, and where the computer's clock leapt to since: one of its single facts."""

import json
from contextlib import suppress
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.domain.clock import Clock
from app.gallery import sums
from app.gallery.models import set_state
from app.gallery.schema import AccessRow, JournalRow, StateRow

_KEY = "clock"
_YEARS = range(1970, 9000)


def known(session: Session) -> Clock | None:
    """What was kept of the clock, or when an earlier Kith wrote last; None where neither is known."""
    kept = session.scalar(select(StateRow.value).where(StateRow.key == _KEY, sums.intact(StateRow)))
    with suppress(ValueError, TypeError):
        seen, leapt = json.loads(kept or "")
        return Clock(_time(seen), None if leapt is None else _time(leapt))
    newest = (select(row.at).order_by(row.id.desc()).limit(1) for row in (AccessRow, JournalRow))
    times = filter(None, map(session.scalar, newest))
    return max(map(Clock, times), key=lambda one: one.seen, default=None)


def keep(session: Session, clock: Clock) -> None:
    """Keep what is known of the clock."""
    leapt = None if clock.leapt is None else clock.leapt.isoformat()
    set_state(session, _KEY, json.dumps([clock.seen.isoformat(), leapt]))


def carry(copy: Session, now: Session) -> None:
    """Let an earlier copy know of the clock what the gallery knows now."""
    if (clock := known(now)) is not None:
        keep(copy, clock)


def _time(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    if time.year not in _YEARS:
        raise ValueError
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
