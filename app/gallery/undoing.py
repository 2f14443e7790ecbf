"""Taking back what was done: the newest change, all since another, or an old one alone; and doing it again.

Undo and redo of the newest swap the values of an entry in one transaction, and refuse where a row no longer
holds what the entry left there. An old one is taken back by a new entry, as far as nothing was changed since.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, bindparam, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from app.core.errors import GalleryError
from app.core.text import Text, say, say_n
from app.domain.changes import Changes
from app.domain.face import FaceState
from app.gallery import journal
from app.gallery.journal import PEOPLE_FIELDS, Net, among, has_changes
from app.gallery.restoring import Restoring
from app.gallery.schema import Base, FaceRow, JournalRow, PersonRow, now


def undo(session: Session) -> Changes:
    """Take back the newest entry that is not undone yet.

    Raises:
        GalleryError: There is none, or something newer stands in its way. Nothing was changed.
    """
    entry = session.execute(newest_done()).one_or_none()
    if entry is None:
        raise GalleryError(say("There is nothing to undo"))
    changes = _swap(session, entry.id, say("Undid: {change}", change=entry.label), back=True)
    session.execute(update(JournalRow).where(JournalRow.id == entry.id).values(undone_at=now()))
    return changes


def redo(session: Session) -> Changes:
    """Do again what was undone last, unless something new was done since.

    Raises:
        GalleryError: There is nothing to redo, or something newer stands in its way. Nothing was changed.
    """
    undone = select(JournalRow.id, JournalRow.label).where(
        JournalRow.undone_at.is_not(None), ~JournalRow.abandoned
    )
    entry = session.execute(undone.order_by(JournalRow.id).limit(1)).one_or_none()
    if entry is None:
        raise GalleryError(say("There is nothing to redo"))
    changes = _swap(session, entry.id, say("Redid: {change}", change=entry.label), back=False)
    session.execute(update(JournalRow).where(JournalRow.id == entry.id).values(undone_at=None))
    return changes


def undo_back_to(session: Session, entry: int) -> Changes:
    """Take back all that was done after an entry, the newest first; redo does it again, one by one.

    Raises:
        GalleryError: There is no such entry, nothing newer stands, or something is in the way. Nothing was
            changed.
    """
    _label_of(session, entry)
    changes, count = Changes(), 0
    with session.begin_nested():
        while session.execute(newest_done()).one().id > entry:
            changes, count = changes | undo(session), count + 1
    if not count:
        raise GalleryError(say("Nothing was done after that"))
    return Changes(say_n("Undid {n} change", "Undid {n} changes", count)) | changes


def undo_alone(session: Session, entry: int) -> Changes:
    """Take back one entry, whatever was done since; what was changed again since stays as it is.

    The newest is undone as ever. An older one is taken back by a new entry, which can itself be undone: each
    row that still holds all that the entry left there gets back what it had before. People who were merged
    count as whom they were merged into, and somebody who comes back to a name that is taken gets another.

    Raises:
        GalleryError: There is no such entry, it is taken back already, or nothing of it is left.
    """
    label = _label_of(session, entry)
    again = aliased(JournalRow)
    taken_back = exists().where(again.undoes == entry, again.undone_at.is_(None))
    if session.scalar(select(taken_back)):
        raise _undone_already()
    if session.execute(newest_done()).one().id == entry:
        return undo(session)
    with session.begin_nested():
        return Restoring(session, entry, label).restore()


def newest_done() -> Any:
    """Select the newest entry that stands: what undo takes back."""
    return (
        select(JournalRow.id, JournalRow.label)
        .where(JournalRow.undone_at.is_(None), has_changes())
        .order_by(JournalRow.id.desc())
        .limit(1)
    )


def _label_of(session: Session, entry: int) -> Text:
    """What an entry is called.

    Raises:
        GalleryError: There is none, or it is undone.
    """
    query = select(JournalRow.label, JournalRow.undone_at).where(JournalRow.id == entry, has_changes())
    found = session.execute(query).one_or_none()
    if found is None:
        raise GalleryError(say("There is no such change"), remedy=say("It may be about somebody forgotten"))
    if found.undone_at is not None:
        raise _undone_already()
    label: Text = found.label
    return label


def _undone_already() -> GalleryError:
    return GalleryError(say("This is undone already"))


def _swap(session: Session, entry: int, label: Text, *, back: bool) -> Changes:
    """Set the rows of an entry to what they were before it (or after it), all or none."""
    touched: defaultdict[str, set[int]] = defaultdict(set)
    try:
        with session.begin_nested():
            for table, field, rows in _in_order(journal.net(session, entry), back=back):
                _exchange(session, Base.metadata.tables[table], field, rows)
                touched[table] |= rows.keys()
                touched["person"] |= _people_in(field, rows)
            _check_consistent(session, touched)
    except IntegrityError as error:
        raise GalleryError(
            say("This cannot be undone or redone"), why=say("the name has been given to someone else since")
        ) from error
    people, faces, visits = (frozenset(touched[table]) for table in ("person", "face", "visit"))
    return Changes(label, people, faces, visits=visits)


def _in_order(changes: Net, *, back: bool) -> Iterator[tuple[str, str, dict[int, tuple[Any, Any]]]]:
    """Fields with their rows, as (given, held): people who go first, who come last: names are unique."""
    turned = {
        key: rows if back else {row: pair[::-1] for row, pair in rows.items()}
        for key, rows in changes.items()
    }
    people = turned.pop(("person", "removed"), {})
    yield "person", "removed", {row: pair for row, pair in people.items() if pair[0]}
    for (table, field), rows in turned.items():
        yield table, field, rows
    yield "person", "removed", {row: pair for row, pair in people.items() if not pair[0]}


def _people_in(field: str, rows: dict[int, tuple[Any, Any]]) -> set[int]:
    """Return the people that the values of a field are, if it holds people."""
    values = {value for pair in rows.values() for value in pair}
    return values - {None} if field in PEOPLE_FIELDS else set()


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
    if values and session.connection().execute(statement, values).rowcount != len(rows):
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
