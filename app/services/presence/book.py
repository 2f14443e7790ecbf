"""The book of visits at one source: what a watch tells, as rows of the gallery."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.core import reserve
from app.core.errors import StorageError
from app.domain.visit import Visit, VisitState
from app.gallery import visits
from app.gallery.database import Database, Session
from app.services.presence.watch import Arrived, Left

_PATIENCE = 2.0
"""Seconds to wait for whoever reads the gallery while the log is written into it."""
STALE = timedelta(minutes=2)
"""A visit that stands open is kept up far more often than that; else whoever kept it is gone."""


@dataclass(frozen=True, slots=True)
class Told:
    """What others are told of: a visit that has just begun, or has just ended."""

    visit: Visit
    arrived: bool


class Book:
    """Writes the visits of a source. One thread at a time."""

    def __init__(self, db: Database, source: str, gap: timedelta) -> None:
        self._db, self._source, self._gap = db, source, gap
        self._rows: dict[int, int] = {}

    def write(self, events: Sequence[Arrived | Left], here: Mapping[int, datetime]) -> list[Told]:
        """Write what happened and who is still there, all or nothing.

        Args:
            events: In their order.
            here: Who is there after them, each with when they were seen last.

        Raises:
            StorageError: Nothing was written.
        """
        rows = dict(self._rows)
        with self._db.write() as session:
            told = [one for event in events if (one := self._write(session, rows, event)) is not None]
            visits.keep_up(session, {rows[person]: seen for person, seen in here.items() if person in rows})
        self._rows = rows
        return told

    def _write(self, session: Session, rows: dict[int, int], event: Arrived | Left) -> Told | None:
        if isinstance(event, Arrived):
            begun = visits.arrive(session, event.person, self._source, event.arrived, event.seen, self._gap)
            if begun is None:
                return None
            rows[event.person], is_new = begun
            return _told(session, begun[0], arrived=True) if is_new else None
        row = rows.pop(event.person, None)
        if row is None or row in rows.values():  # of two people who were merged, the other is still there
            return None
        visits.end(session, row, event.seen, VisitState.CUT if event.cut else VisitState.LEFT)
        return _told(session, row, arrived=False)


def _told(session: Session, row: int, *, arrived: bool) -> Told | None:
    visit = visits.get(session, row)
    return None if visit is None else Told(visit, arrived)


def sweep(db: Database, now: datetime, old: datetime, *, deleted: bool = True) -> None:
    """End visits that nobody keeps up any more; erase those that ended long ago, and those deleted.

    Where there are none, nothing is written. The log, which would keep them from being zeroed in the file, is
    written into it, unless somebody reads the gallery for very long.

    Args:
        db: The gallery.
        now: The time.
        old: Before when visits ended that are erased.
        deleted: Whether those go too that the user deleted: then undo does not bring them back.

    Raises:
        StorageError: Nothing was changed.
    """
    stale = now - STALE
    with db.read() as session:
        if not visits.due(session, stale, old, deleted=deleted):
            return
    with reserve.lent(db.folder):
        with db.write() as session:
            visits.end_stale(session, stale)
            visits.sweep(session, old, deleted=deleted)
        with suppress(StorageError):  # they are erased, as soon as the log is written into the gallery
            db.fold(_PATIENCE)
