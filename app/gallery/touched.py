"""What a write touches: noted by triggers of the connection itself, so that no writer can forget to say.

A commit also leaves one line in the gallery, by which other processes that have it open learn of it. Lines
hold numbers alone, no names, and the newest few are kept.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Session

from app.core.text import NOTHING
from app.domain.changes import Changes
from app.gallery import sums
from app.gallery.schema import ACTIVE_MODEL, WrittenRow

_KEPT = 500
"""Lines kept: others look every two seconds."""

_KINDS = ("people", "faces", "photos", "models", "visits", "entries")
"""As `Changes` has them."""
_NOTE = "INSERT INTO touched SELECT '{kind}', {value} WHERE typeof({value}) = '{type}';"
"""What is of another type was put there by no code of ours."""
_WATCHED = {
    "person": (("people", "{row}.id"), ("people", "{row}.merged_into")),
    "face": (("faces", "{row}.id"), ("people", "{row}.person_id")),
    "denial": (("faces", "{row}.face_id"), ("people", "{row}.person_id")),
    "answer": (("faces", "{row}.face_id"), ("faces", "{row}.other_id")),
    "apart": (("people", "{row}.first_id"), ("people", "{row}.second_id")),
    "photo": (("photos", "{row}.id"),),
    "copy": (("photos", "{row}.photo_id"),),
    "model": (("models", "{row}.id"),),
    "visit": (("visits", "{row}.id"),),
    "journal": (("entries", "{row}.id"),),
    "journal_change": (("entries", "{row}.entry_id"),),
    "consent": (("people", "{row}.person_id"),),
    "state": (("models", f"CASE {{row}}.key WHEN '{ACTIVE_MODEL}' THEN {{row}}.value END"),),
}
"""By table: what a change of a row touches."""
_ROWS = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}


def watch(connection: Any) -> None:
    """Let a connection of the driver's own note what is written through it, unseen by others."""
    connection.execute("CREATE TEMP TABLE touched (kind TEXT, id)")
    for table, parts in _WATCHED.items():
        for action, rows in _ROWS.items():
            if (table, action) == ("journal", "INSERT"):
                continue  # an entry is one from its first change on
            notes = [
                _NOTE.format(
                    kind=kind, value=part.format(row=row), type="text" if kind == "models" else "integer"
                )
                for row in rows
                for kind, part in parts
            ]
            when = sums.written(table) if action == "UPDATE" else action
            connection.execute(
                f"CREATE TEMP TRIGGER {table}_{action} AFTER {when} ON main.{table} "
                f"BEGIN {' '.join(notes)} END"
            )


def note(session: Session, kind: str, ids: Collection[int]) -> None:
    """Say that something is different though none of its own columns is.

    Args:
        session: The one that writes.
        kind: "people", "faces" or "photos".
        ids: Identifiers of the rows that were written.
    """
    rows = [{"kind": kind, "id": one} for one in ids]
    if rows:
        session.execute(text("INSERT INTO touched VALUES (:kind, :id)"), rows)


def collect(session: Session, writer: str) -> Changes:
    """Take up what a session has touched, before it commits, and leave the line that others read."""
    found: dict[str, set[Any]] = {}
    for kind, one in session.execute(text("SELECT DISTINCT kind, id FROM touched")):
        found.setdefault(kind, set()).add(one)
    if not found:
        return Changes()
    session.execute(text("DELETE FROM touched"))
    values = {kind: sorted(ids) for kind, ids in found.items()}
    line = insert(WrittenRow).values(writer=writer, touched=values).returning(WrittenRow.id)
    newest = session.execute(line).scalar_one()
    session.execute(delete(WrittenRow).where(WrittenRow.id <= newest - _KEPT))
    return _changes(values)


def newest(session: Session) -> int:
    """The number of the newest line, 0 where there is none."""
    return session.scalar(select(func.max(WrittenRow.id))) or 0


def since(session: Session, line: int, but: str) -> tuple[Changes, int]:
    """What others than one writer touched since a line, and the number of the newest line."""
    found = Changes()
    rows = session.execute(
        select(WrittenRow.id, WrittenRow.writer, WrittenRow.touched).where(WrittenRow.id > line)
    )
    for number, writer, touched in rows:
        line = max(line, number)
        found |= Changes() if writer == but else _changes(touched or {})
    return found, line


def _changes(touched: Mapping[str, Iterable[Any]]) -> Changes:
    return Changes(NOTHING, *(frozenset(touched.get(kind, ())) for kind in _KINDS))
