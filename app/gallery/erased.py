"""What was erased for good: numbers alone, so that an earlier copy of the gallery does not bring it back."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session

from app.gallery.schema import ErasedRow

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
