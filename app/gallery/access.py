"""The access log: what was done with what is known of people, in numbers, sealed entry by entry."""

import json
from hashlib import sha256

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from app.domain.access import OF_EVERYBODY, Access, What
from app.gallery.schema import AccessRow, PersonRow, now

_FIRST = "0" * 64
"""What stands for the seal before the first."""


def note(session: Session, what: What, count: int, person: int | None = None) -> None:
    """Add an entry.

    Args:
        session: The unit of work.
        what: What was done.
        count: With how many people or faces.
        person: With whom, where it was one.
    """
    entry = Access(_written(session) + 1, now(), what, person, count)
    values = {name: getattr(entry, name) for name in ("id", "at", "what", "person", "count")}
    session.execute(insert(AccessRow).values(values | {"seal": _seal(last_seal(session), entry)}))


def carry(there: Session, now: Session) -> None:
    """Put this log in the place of a copy's, where there is one: it goes on, whatever is restored."""
    rows = [dict(row._mapping) for row in now.execute(select(*AccessRow.__table__.columns))]  # noqa: SLF001
    if rows or _written(now):
        there.execute(delete(AccessRow))
        last = text("UPDATE sqlite_sequence SET seq = :seq WHERE name = 'access'")
        there.execute(last, {"seq": _written(now)})
    if rows:
        there.execute(insert(AccessRow), rows)


def entries(session: Session, person: int | None = None) -> list[Access]:
    """All entries, or those that concern one person, the oldest first: about them alone, or about everybody
    since they are in the gallery."""
    query = select(AccessRow).order_by(AccessRow.id)
    if person is not None:
        since = select(PersonRow.created_at).where(PersonRow.id == person).scalar_subquery()
        of_all = AccessRow.person.is_(None) & AccessRow.what.in_(OF_EVERYBODY) & (AccessRow.at >= since)
        query = query.where(of_all | (AccessRow.person == person))
    return list(map(_access, session.scalars(query)))


def last_seal(session: Session) -> str:
    """The seal of the newest entry, which stands for the whole log as it is now."""
    return session.scalar(select(AccessRow.seal).order_by(AccessRow.id.desc()).limit(1)) or _FIRST


def broken(session: Session) -> int | None:
    """The number of the first entry that is not as it was written, or missing; None where all are right."""
    seal, number = _FIRST, 0
    for number, row in enumerate(session.scalars(select(AccessRow).order_by(AccessRow.id)), start=1):
        seal = _seal(seal, _access(row))
        if (row.id, row.seal) != (number, seal):
            return number
    return None if _written(session) == number else number + 1


def _written(session: Session) -> int:
    """How many entries were ever written."""
    query = text("SELECT seq FROM sqlite_sequence WHERE name = 'access'")
    return int(session.scalar(query) or 0)


def _access(row: AccessRow) -> Access:
    return Access(row.id, row.at, What(row.what), row.person, row.count)


def _seal(before: str, entry: Access) -> str:
    said = [before, entry.id, entry.at.isoformat(), entry.what, entry.person, entry.count]
    return sha256(json.dumps(said).encode()).hexdigest()
