"""The journal: each change of identities is one entry, made of fields before and after, and can be undone.

Every undoable change goes through `set_field` or `note_added`. Undo and redo swap the values of an entry in
one transaction, and refuse where a row no longer holds what the entry left there.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    bindparam,
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
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.core.errors import GalleryError
from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.face import FaceState
from app.domain.journal import JournalEntry
from app.gallery.schema import Base, FaceRow, JournalChange, JournalRow, PersonRow, now

Net = dict[tuple[str, str], dict[int, tuple[Any, Any]]]
"""By table and field: what an entry did to each row, as (first before, last after)."""

_PEOPLE_FIELDS = ("person_id", "not_person_id", "merged_into", "said_id")


def among(column: InstrumentedAttribute[Any], ids: Iterable[int]) -> ColumnElement[bool]:
    """`column IN ids` for any number of them (SQLite limits the variables of a statement)."""
    values = func.json_each(json.dumps([int(i) for i in ids])).table_valued("value")
    return column.in_(select(values.c.value))


def begin(session: Session, kind: str, label: Text) -> int:
    """Open an entry and return its identifier.

    Later transactions may add to it, so that a long enrolment is one entry. It shows, and can be undone, from
    its first change on.
    """
    row = session.execute(
        insert(JournalRow).values(kind=kind, label=label, at=now()).returning(JournalRow.id)
    )
    return row.scalar_one()


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


def added(session: Session, photos: Collection[int]) -> set[int]:
    """Which faces of these photos are there only because an entry, undone or not, added them."""
    faces = select(FaceRow.id).where(among(FaceRow.photo_id, photos))
    return set(
        session.scalars(select(JournalChange.row_id).where(_addition(), JournalChange.row_id.in_(faces)))
    )


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


def undo(session: Session) -> Changes:
    """Take back the newest entry that is not undone yet.

    Raises:
        GalleryError: There is none, or something newer stands in its way. Nothing was changed.
    """
    entry = session.execute(_newest_done()).one_or_none()
    if entry is None:
        raise GalleryError(say("There is nothing to undo"))
    changes = _swap(session, entry.id, say("Undid: {change}", change=entry.label), back=True)
    session.execute(update(JournalRow).where(JournalRow.id == entry.id).values(undone_at=now()))
    return changes


def redo(session: Session) -> Changes:
    """Do again what was undone last, unless something else was done since.

    Raises:
        GalleryError: There is nothing to redo, or something newer stands in its way. Nothing was changed.
    """
    done = _newest_done().with_only_columns(JournalRow.id).scalar_subquery()
    undone = select(JournalRow).where(
        JournalRow.undone_at.is_not(None), JournalRow.id > func.coalesce(done, 0)
    )
    entry = session.execute(
        undone.with_only_columns(JournalRow.id, JournalRow.label).order_by(JournalRow.id).limit(1)
    ).one_or_none()
    if entry is None:
        raise GalleryError(say("There is nothing to redo"))
    changes = _swap(session, entry.id, say("Redid: {change}", change=entry.label), back=False)
    session.execute(update(JournalRow).where(JournalRow.id == entry.id).values(undone_at=None))
    return changes


def history(session: Session, limit: int = 100) -> list[JournalEntry]:
    """List what was done, newest first, with when it was undone if it was."""
    columns = (JournalRow.id, JournalRow.kind, JournalRow.label, JournalRow.at, JournalRow.undone_at)
    rows = session.execute(select(*columns).where(_has_changes()).order_by(JournalRow.id.desc()).limit(limit))
    return [JournalEntry(*row) for row in rows]


def erase(
    session: Session,
    people: Collection[int],
    faces: Collection[int],
    visits: Collection[int] = (),
    consents: Collection[int] = (),
) -> None:
    """Delete every entry that mentions these rows, be it as the row changed or as a value."""
    change = JournalChange
    mentioning = select(change.entry_id).where(
        or_(
            (change.table_name == "person") & among(change.row_id, people),
            (change.table_name == "face") & among(change.row_id, faces),
            (change.table_name == "visit") & among(change.row_id, visits),
            (change.table_name == "consent") & among(change.row_id, consents),
            mentions(people),
        )
    )
    session.execute(
        delete(JournalRow).where(JournalRow.id.in_(mentioning)),
        execution_options={"synchronize_session": False},
    )


def drop_visits(session: Session, visits: Collection[int]) -> None:
    """Take visits that are about to go out of all entries: what else these changed can still be undone."""
    session.execute(
        delete(JournalChange).where(JournalChange.table_name == "visit", among(JournalChange.row_id, visits)),
        execution_options={"synchronize_session": False},
    )


def mentions(people: Collection[int]) -> ColumnElement[bool]:
    """Changes from or to one of these people, as a face's owner or as whom another was merged into."""
    change = JournalChange
    values = [column.in_(list(people)) for column in (change.before, change.after)]
    return change.field.in_(_PEOPLE_FIELDS) & or_(*values)


def _has_changes() -> ColumnElement[bool]:
    return exists().where(JournalChange.entry_id == JournalRow.id)


def _newest_done() -> Any:
    return (
        select(JournalRow.id, JournalRow.label)
        .where(JournalRow.undone_at.is_(None), _has_changes())
        .order_by(JournalRow.id.desc())
        .limit(1)
    )


def _swap(session: Session, entry: int, label: Text, *, back: bool) -> Changes:
    """Set the rows of an entry to what they were before it (or after it), all or none."""
    touched: defaultdict[str, set[int]] = defaultdict(set)
    try:
        with session.begin_nested():
            for (table, field), rows in _net(session, entry).items():
                pairs = rows if back else {row_id: pair[::-1] for row_id, pair in rows.items()}
                _exchange(session, Base.metadata.tables[table], field, pairs)
                touched[table] |= rows.keys()
                touched["person"] |= _people_in(field, rows)
            _check_consistent(session, touched)
    except IntegrityError as error:
        raise GalleryError(
            say("This cannot be undone or redone"), why=say("the name has been given to someone else since")
        ) from error
    people, faces, visits = (frozenset(touched[table]) for table in ("person", "face", "visit"))
    return Changes(label, people, faces, visits=visits)


def _net(session: Session, entry: int) -> Net:
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


def _people_in(field: str, rows: dict[int, tuple[Any, Any]]) -> set[int]:
    """Return the people that the values of a field are, if it holds people."""
    values = {value for pair in rows.values() for value in pair}
    return values - {None} if field in _PEOPLE_FIELDS else set()


def _exchange(session: Session, table: Table, field: str, rows: dict[int, tuple[Any, Any]]) -> None:
    """Give each row the first of its two values where it still holds the second."""
    column = table.c[field]
    statement = (
        update(table)
        .where(
            table.c.id == bindparam("row"), column.is_not_distinct_from(bindparam("held", type_=column.type))
        )
        .values({field: bindparam("given", type_=column.type)})
    )
    values = [{"row": row_id, "given": given, "held": held} for row_id, (given, held) in rows.items()]
    if session.connection().execute(statement, values).rowcount != len(rows):
        raise _changed_since()


def _check_consistent(session: Session, touched: defaultdict[str, set[int]]) -> None:
    """Refuse to leave a face in view with a person who is not."""
    stray = (
        select(FaceRow.id)
        .join(PersonRow, PersonRow.id == FaceRow.person_id)
        .where(PersonRow.removed, FaceRow.state != FaceState.REMOVED)
        .where(or_(among(FaceRow.id, touched["face"]), among(PersonRow.id, touched["person"])))
    )
    if session.execute(stray.limit(1)).one_or_none() is not None:
        raise _changed_since()


def _changed_since() -> GalleryError:
    return GalleryError(
        say("This cannot be undone or redone"), why=say("the same people or faces have been changed since")
    )
