"""When people were born, as far as that was said, and which faces are for that reason not theirs.

A face in a photo that its tags date before somebody's birth is not proposed as theirs. A name or an answer
given by hand stands all the same.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select, type_coerce
from sqlalchemy.orm import Session

from app.domain.face import FaceState
from app.gallery import journal
from app.gallery.columns import Day
from app.gallery.journal import among
from app.gallery.schema import FaceRow, PersonRow, PhotoRow

BORN = type_coerce(PersonRow.born, Day)
"""A birth date as it is read; it is written as text, which is what the journal holds."""


def keep(session: Session, entry: int, person: int, born: date | None) -> frozenset[int]:
    """Set a birth date as part of a journal entry; return the person if it was another before."""
    value = None if born is None else born.isoformat()
    return journal.set_field(session, entry, PersonRow.born, [person], value)


def of(session: Session, person: int) -> date | None:
    """When somebody was born, or None where that was not said."""
    return session.scalar(select(BORN).where(PersonRow.id == person))


def move(session: Session, entry: int, source: int, target: int) -> None:
    """Let who is one with another have the other's birth date, unless they have their own."""
    if of(session, target) is None:
        keep(session, entry, target, of(session, source))


def since(session: Session) -> dict[int, float]:
    """From when on people may be in a photo, in seconds since 1970 by its tags, where their birth is known.

    A tag says no time zone, so that is from the day before the birth.
    """
    query = select(PersonRow.id, BORN).where(PersonRow.born.is_not(None), ~PersonRow.removed)
    return {
        person: (datetime(born.year, born.month, born.day, tzinfo=UTC) - timedelta(days=1)).timestamp()
        for person, born in session.execute(query)
        if born is not None
    }


def taken(session: Session, face_ids: Collection[int] | None = None) -> dict[int, float]:
    """When faces were taken by their tags, in seconds since 1970: these, or those of all whose person has a
    birth date.

    Faces whose photos do not say are left out.
    """
    query = select(FaceRow.id, PhotoRow.taken).join(PhotoRow, PhotoRow.id == FaceRow.photo_id)
    if face_ids is None:
        born = select(PersonRow.id).where(PersonRow.born.is_not(None))
        query = query.where(FaceRow.person_id.in_(born))
    else:
        query = query.where(among(FaceRow.id, face_ids))
    return {face: float(when) for face, when in session.execute(query) if when is not None}


def unborn(session: Session) -> dict[int, frozenset[int]]:
    """Who was not born yet when a face was taken, by face, as far as tags say when that was.

    Somebody's own faces are not counted: they were given to them by hand.
    """
    found: defaultdict[int, set[int]] = defaultdict(set)
    for person, first in since(session).items():
        before = (
            select(FaceRow.id)
            .join(PhotoRow, PhotoRow.id == FaceRow.photo_id)
            .where(PhotoRow.taken < first, FaceRow.state != FaceState.REMOVED)
            .where(FaceRow.person_id.is_distinct_from(person))
        )
        for face in session.scalars(before):
            found[face].add(person)
    return {face: frozenset(not_theirs) for face, not_theirs in found.items()}
