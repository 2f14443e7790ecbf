"""What was erased for good: numbers alone, so that an earlier copy of the gallery does not bring it back."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.gallery import answers, denials, journal, people
from app.gallery.journal import among
from app.gallery.schema import ErasedRow, FaceRow, PersonRow

_NOTE = "INSERT OR IGNORE INTO erased (kind, row_id) VALUES ('{kind}', OLD.id);"


def watch(connection: Any) -> None:
    """Let a connection of the driver's own note people and faces of theirs that go for good.

    Their rows go for no other reason. Faces of nobody may: whoever erases these says so with `note`.
    """
    for kind, when in (("person", ""), ("face", "WHEN OLD.person_id IS NOT NULL")):
        name = f"CREATE TEMP TRIGGER erased_{kind} AFTER DELETE ON main.{kind} {when}"
        connection.execute(f"{name} BEGIN {_NOTE.format(kind=kind)} END")


def note(session: Session, kind: str, ids: Collection[int]) -> None:
    """Note rows that were erased for good.

    Args:
        session: The unit of work that erases them.
        kind: "person" or "face".
        ids: Their identifiers.
    """
    rows = [{"kind": kind, "row_id": one} for one in ids]
    if rows:
        session.execute(insert(ErasedRow).on_conflict_do_nothing(), rows)


def known(session: Session, kind: str) -> set[int]:
    """Identifiers of what was erased, by kind."""
    return set(session.scalars(select(ErasedRow.row_id).where(ErasedRow.kind == kind)))


def erase_again(session: Session, person_ids: Collection[int], face_ids: Collection[int]) -> int:
    """Erase in an earlier copy what was erased since; return how many people that were."""
    there = list(session.scalars(select(PersonRow.id).where(among(PersonRow.id, person_ids))))
    for person in there:
        if session.scalar(select(PersonRow.id).where(PersonRow.id == person)) is not None:
            people.forget(session, person)  # unless with one they were merged into
    faces = list(session.scalars(select(FaceRow.id).where(among(FaceRow.id, face_ids))))
    gone = {"denial": denials.forget(session, (), faces), "answer": answers.forget(session, faces)}
    journal.erase(session, (), faces, gone)
    session.execute(delete(FaceRow).where(among(FaceRow.id, faces)))
    note(session, "person", person_ids)
    note(session, "face", face_ids)
    return len(there)
