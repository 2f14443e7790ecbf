"""Pairs of people of whom the user said that they are two."""

from collections.abc import Collection

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.gallery import journal
from app.gallery.schema import ApartRow, now


def keep_apart(session: Session, entry: int, person: int, others: Collection[int]) -> None:
    """Note, as part of a journal entry, that a person is none of these; a pair noted before stays as it is.

    Raises:
        GalleryError: The entry has been undone, or is gone.
    """
    for other in sorted(set(others) - {person} - kept_apart(session, person)):
        pair = {"first_id": person, "second_id": other, "said_at": now()}
        made = [session.execute(insert(ApartRow).values(pair).returning(ApartRow.id)).scalar_one()]
        journal.note_added(session, entry, ApartRow.first_id, made, before=None, after=person)
        journal.note_added(session, entry, ApartRow.second_id, made, before=None, after=other)


def kept_apart(session: Session, person: int) -> set[int]:
    """Whom a person was said not to be."""
    return {other for pair in pairs(session) if person in pair for other in pair} - {person}


def pairs(session: Session) -> set[tuple[int, int]]:
    """All pairs of people who were said to be two, the lower number first."""
    rows = session.execute(select(ApartRow.first_id, ApartRow.second_id))
    return {
        (min(one, other), max(one, other))
        for one, other in rows
        if one is not None and other is not None and one != other
    }


def move(session: Session, entry: int, source: int, target: int) -> None:
    """Let who is not the one person be not the other either, as part of a journal entry: the two are one."""
    for column in (ApartRow.first_id, ApartRow.second_id):
        theirs = session.scalars(select(ApartRow.id).where(column == source)).all()
        journal.set_field(session, entry, column, theirs, target)
