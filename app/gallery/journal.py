"""The journal: each change of identities is one entry, made of fields before and after, and can be undone.

Every undoable change goes through `set_field` or `note_added`; `undoing` takes them back.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import (
    ColumnElement,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy import Text as TextColumn
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.core.errors import GalleryError
from app.core.text import Text, say
from app.domain.face import FaceState, Origin
from app.domain.journal import JournalEntry
from app.gallery.schema import FaceRow, JournalChange, JournalRow, now

Net = dict[tuple[str, str], dict[int, tuple[Any, Any]]]
"""By table and field: what an entry did to each row, as (first before, last after)."""

PEOPLE_FIELDS = frozenset({"person_id", "merged_into", "said_id", "first_id", "second_id"})
"""Columns that hold people."""


def among(column: InstrumentedAttribute[Any], ids: Iterable[int]) -> ColumnElement[bool]:
    """`column IN ids` for any number of them (SQLite limits the variables of a statement)."""
    values = func.json_each(json.dumps([int(i) for i in ids])).table_valued("value")
    return column.in_(select(values.c.value))


def begin(session: Session, kind: str, label: Text, *, undoes: int | None = None) -> int:
    """Open an entry and return its identifier.

    Later transactions may add to it, so that a long enrolment is one entry. It shows, and can be undone, from
    its first change on. `undoes` is an older entry that it takes back.
    """
    values = {"kind": kind, "label": label, "at": now(), "abandoned": False, "undoes": undoes}
    return session.execute(insert(JournalRow).values(values).returning(JournalRow.id)).scalar_one()


def relabel(session: Session, entry: int, label: Text) -> None:
    """Say anew what an entry is, as it grew."""
    session.execute(update(JournalRow).where(JournalRow.id == entry).values(label=label))


def set_field(
    session: Session, entry: int, column: InstrumentedAttribute[Any], ids: Collection[int], value: Any
) -> frozenset[int]:
    """Set one column of rows that have an `id`, journal it, and return those that changed.

    Raises:
        GalleryError: The entry has been undone, or is gone.
    """
    model = column.class_
    rows = session.execute(
        select(model.id, column).where(among(model.id, ids), column.is_distinct_from(value))
    ).all()
    _append(session, entry, column, [(row_id, before, value) for row_id, before in rows])
    changed = frozenset(row_id for row_id, _ in rows)
    session.execute(
        update(model).where(among(model.id, changed)).values({column: value}),
        execution_options={"synchronize_session": False},
    )
    return changed


def note_added(
    session: Session,
    entry: int,
    column: InstrumentedAttribute[Any],
    ids: Iterable[int],
    *,
    before: Any,
    after: Any,
) -> None:
    """Journal rows just inserted, as if the column had gone from `before` (where undo puts it) to `after`.

    Raises:
        GalleryError: The entry has been undone, or is gone.
    """
    _append(session, entry, column, [(row_id, before, after) for row_id in ids])


def _append(
    session: Session, entry: int, column: InstrumentedAttribute[Any], changes: Iterable[tuple[int, Any, Any]]
) -> None:
    undone = session.execute(select(JournalRow.undone_at).where(JournalRow.id == entry)).one_or_none()
    if undone is None or undone[0] is not None:
        raise GalleryError(say("This change was undone while it was being made"))
    last = session.scalar(select(func.max(JournalChange.seq)).where(JournalChange.entry_id == entry)) or 0
    shared = {"entry_id": entry, "table_name": column.class_.__tablename__, "field": column.key}
    rows = [
        shared | {"seq": last + i, "row_id": row_id, "before": before, "after": after}
        for i, (row_id, before, after) in enumerate(changes, start=1)
    ]
    if rows:
        session.execute(insert(JournalChange), rows)
    if rows and last == 0:
        _abandon(session)


def _abandon(session: Session) -> None:
    """Something new was done: what was undone before is not done again by redo."""
    undone = update(JournalRow).where(JournalRow.undone_at.is_not(None), ~JournalRow.abandoned)
    session.execute(undone.values(abandoned=True), execution_options={"synchronize_session": False})


def newest(session: Session) -> int:
    """The entry that was begun last: the one to add to within the unit of work that began it."""
    return session.scalars(select(func.max(JournalRow.id))).one()


def added(session: Session, photos: Collection[int]) -> set[int]:
    """Which faces of these photos are there only because an enrolment, undone or not, added them."""
    faces = select(FaceRow.id).where(among(FaceRow.photo_id, photos), FaceRow.origin != Origin.DRAWN)
    return set(
        session.scalars(select(JournalChange.row_id).where(_addition(), JournalChange.row_id.in_(faces)))
    )


def to_be_redone(session: Session, faces: Collection[int]) -> set[int]:
    """Which of these faces an entry added that redo would do again."""
    entry = select(JournalRow.id).where(JournalRow.undone_at.is_not(None), ~JournalRow.abandoned)
    change = JournalChange
    query = select(change.row_id).where(_addition(), among(change.row_id, faces), change.entry_id.in_(entry))
    return set(session.scalars(query))


def keep_added(session: Session, faces: Collection[int]) -> None:
    """Let faces that an entry added be there without it: undoing it leaves them in place, as nobody's."""
    statement = update(JournalChange).where(_addition(), among(JournalChange.row_id, faces))
    session.execute(
        statement.values(before=FaceState.ACTIVE), execution_options={"synchronize_session": False}
    )


def _addition() -> ColumnElement[bool]:
    """A change that brought a face in: removed is what it was before (see `note_added`)."""
    change = JournalChange
    before = type_coerce(change.before, TextColumn)  # compared as JSON it would be taken for a text, unquoted
    removed = before == json.dumps(FaceState.REMOVED)
    return (change.table_name == "face") & (change.field == "state") & removed


def history(
    session: Session, limit: int = 100, person: int | None = None, face: int | None = None
) -> list[JournalEntry]:
    """List what was done, newest first, or of that what was done with a person and their faces, or a face."""
    again = aliased(JournalRow)
    taking_back = select(func.max(again.id)).where(again.undoes == JournalRow.id, again.undone_at.is_(None))
    query = select(
        JournalRow.id,
        JournalRow.kind,
        JournalRow.label,
        JournalRow.at,
        JournalRow.undone_at,
        JournalRow.abandoned,
        taking_back.scalar_subquery(),
    ).where(has_changes())
    if person is not None:
        change = JournalChange
        faces = select(FaceRow.id).where(FaceRow.person_id == person)
        theirs = (change.table_name == "person") & (change.row_id == person)
        theirs |= (change.table_name == "face") & change.row_id.in_(faces)
        query = query.where(JournalRow.id.in_(select(change.entry_id).where(or_(theirs, mentions([person])))))
    if face is not None:
        its = (JournalChange.table_name == "face") & (JournalChange.row_id == face)
        query = query.where(JournalRow.id.in_(select(JournalChange.entry_id).where(its)))
    rows = session.execute(query.order_by(JournalRow.id.desc()).limit(limit))
    return [JournalEntry(*row) for row in rows]


def net(session: Session, entry: int) -> Net:
    """Reduce the changes of an entry to one for each row and field."""
    change = JournalChange
    rows = session.execute(
        select(change.table_name, change.field, change.row_id, change.before, change.after)
        .where(change.entry_id == entry)
        .order_by(change.seq)
    )
    net: Net = {}
    for table, field, row_id, before, after in rows:
        fields = net.setdefault((table, field), {})
        fields[row_id] = (fields.get(row_id, (before,))[0], after)
    return net


def erase(
    session: Session,
    people: Collection[int],
    faces: Collection[int],
    others: Mapping[str, Collection[int]] | None = None,
) -> frozenset[int]:
    """Delete every entry that mentions these rows, be it as the row changed or as a value; return which.

    Args:
        session: The unit of work.
        people: Rows of people.
        faces: Rows of faces.
        others: Rows of other tables, by table.
    """
    change = JournalChange
    rows = {"person": people, "face": faces} | dict(others or {})
    changed = ((change.table_name == table) & among(change.row_id, ids) for table, ids in rows.items())
    mentioned = JournalRow.id.in_(select(change.entry_id).where(or_(*changed, mentions(people))))
    gone = delete(JournalRow).where(mentioned).returning(JournalRow.id)
    return frozenset(session.scalars(gone, execution_options={"synchronize_session": False}))


def drop(session: Session, table: str, rows: Collection[int]) -> None:
    """Take rows that are about to go out of all entries: what else these changed can still be undone."""
    session.execute(
        delete(JournalChange).where(JournalChange.table_name == table, among(JournalChange.row_id, rows)),
        execution_options={"synchronize_session": False},
    )


def mentions(people: Collection[int]) -> ColumnElement[bool]:
    """Changes from or to one of these people, as a face's owner or as whom another was merged into."""
    change = JournalChange
    values = [column.in_(list(people)) for column in (change.before, change.after)]
    return change.field.in_(PEOPLE_FIELDS) & or_(*values)


def has_changes() -> ColumnElement[bool]:
    """Whether an entry changed anything; what did not is no part of the history."""
    return exists().where(JournalChange.entry_id == JournalRow.id)
