"""Pairs of people who look alike and of whom the user said that they are two."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.gallery.schema import ApartRow, now


def keep_apart(session: Session, person: int, others: Collection[int]) -> None:
    """Note that a person is none of these; a pair noted before stays as it is."""
    rows = [
        {"first_id": min(person, other), "second_id": max(person, other), "said_at": now()}
        for other in sorted(set(others) - {person})
    ]
    if rows:
        session.execute(insert(ApartRow).on_conflict_do_nothing(), rows)


def kept_apart(session: Session, person: int) -> set[int]:
    """Whom a person was said not to be."""
    rows = session.execute(
        select(ApartRow.first_id, ApartRow.second_id).where(
            (ApartRow.first_id == person) | (ApartRow.second_id == person)
        )
    )
    return {other for pair in rows for other in pair} - {person}
