"""Visits: who was at a source, from when to when."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from app.core.errors import GalleryError
from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.visit import Visit, VisitFilter, VisitState
from app.gallery import journal, sums
from app.gallery.journal import among
from app.gallery.schema import PersonRow, VisitRow, now

_OWNER = aliased(PersonRow)
_VISIT = (
    VisitRow.id,
    VisitRow.person_id,
    _OWNER.name,
    VisitRow.source,
    VisitRow.arrived,
    VisitRow.seen,
    VisitRow.state,
)


def arrive(
    session: Session, person: int, source: str, arrived: datetime, seen: datetime, gap: timedelta
) -> tuple[int, bool] | None:
    """Begin a visit, or go on with one of this person there that stands open and is no older than the gap.

    Returns:
        Its identifier, and whether it is new; None if the person is gone.
    """
    if session.scalar(select(PersonRow.id).where(PersonRow.id == person, ~PersonRow.removed)) is None:
        return None
    same = (VisitRow.person_id == person) & (VisitRow.source == source) & _open() & ~VisitRow.removed
    fresh = session.scalar(select(VisitRow.id).where(same, VisitRow.seen >= arrived - gap))
    if fresh is not None:
        keep_up(session, {fresh: seen})
        return fresh, False
    session.execute(update(VisitRow).where(same).values(state=VisitState.CUT))
    values = {"person_id": person, "source": source, "arrived": arrived, "seen": seen}
    row = insert(VisitRow).values(values | {"state": VisitState.HERE, "removed": False})
    return session.execute(row.returning(VisitRow.id)).scalar_one(), True


def keep_up(session: Session, seen: Mapping[int, datetime]) -> None:
    """Note when the people of visits were seen last."""
    for visit, moment in seen.items():
        session.execute(update(VisitRow).where(VisitRow.id == visit).values(seen=moment))


def end(session: Session, visit: int, seen: datetime, state: VisitState) -> None:
    """End a visit where its person was seen last."""
    session.execute(update(VisitRow).where(VisitRow.id == visit).values(seen=seen, state=state))


def end_stale(session: Session, before: datetime) -> int:
    """End visits that stand open but were not kept up since: whoever kept them is gone. Return how many."""
    stale = session.scalars(
        update(VisitRow)
        .where(_open(), VisitRow.seen < before)
        .values(state=VisitState.CUT)
        .returning(VisitRow.id)
    )
    return len(stale.all())


def due(session: Session, stale: datetime, old: datetime, *, deleted: bool = True) -> bool:
    """Whether `end_stale` or `sweep` would find anything."""
    query = select(VisitRow.id).where(or_(_open() & (VisitRow.seen < stale), _outdated(old, deleted)))
    return session.scalar(query.limit(1)) is not None


def outdated(session: Session, before: datetime, *, deleted: bool = True) -> Sequence[int]:
    """The visits that `sweep` would delete."""
    return session.scalars(select(VisitRow.id).where(_outdated(before, deleted))).all()


def sweep(session: Session, before: datetime, *, deleted: bool = True) -> int:
    """Delete for good the visits last seen before that moment; return how many.

    Args:
        session: A write.
        before: The moment.
        deleted: Whether those go too that the user deleted: then undo does not bring them back.
    """
    gone = outdated(session, before, deleted=deleted)
    journal.drop(session, "visit", gone)
    session.execute(
        delete(VisitRow).where(among(VisitRow.id, gone)),
        execution_options={"synchronize_session": False},
    )
    return len(gone)


def listed(session: Session, wanted: VisitFilter, limit: int | None = None) -> list[Visit]:
    """List visits, the newest first, without those of people who were removed."""
    before = aliased(PersonRow)
    corrected_at = case((VisitRow.said_id.is_not(None), VisitRow.corrected_at))  # undo leaves it as it is
    query = select(*_VISIT, before.name, corrected_at).where(
        _shown(), sums.intact(VisitRow), *_matching(wanted)
    )
    query = query.outerjoin(_OWNER, _OWNER.id == VisitRow.person_id)
    query = query.outerjoin(before, before.id == VisitRow.said_id)
    newest = query.order_by(VisitRow.arrived.desc(), VisitRow.id.desc()).limit(limit)
    return [_visit(tuple(row)) for row in session.execute(newest)]


def get(session: Session, visit: int) -> Visit | None:
    """A visit, whoever its person is; None if it is gone."""
    query = select(*_VISIT).outerjoin(_OWNER, _OWNER.id == VisitRow.person_id).where(VisitRow.id == visit)
    row = session.execute(query).one_or_none()
    return None if row is None else _visit(tuple(row))


def sources(session: Session) -> list[str]:
    """Where there were visits, by name."""
    return list(
        session.scalars(select(VisitRow.source).where(~VisitRow.removed).distinct().order_by("source"))
    )


def count(session: Session, wanted: VisitFilter) -> int:
    """How many visits there are of these."""
    query = select(func.count(VisitRow.id)).outerjoin(_OWNER, _OWNER.id == VisitRow.person_id)
    return session.scalar(query.where(_shown(), *_matching(wanted))) or 0


def correct(session: Session, visit: int, person: int | None, label: Text) -> Changes:
    """Say whose a visit really was, or with None that it was nobody known; who it was said to be is kept.

    Raises:
        GalleryError: There is no such visit.
    """
    query = select(VisitRow.person_id, VisitRow.said_id).where(VisitRow.id == visit, ~VisitRow.removed)
    row = session.execute(query).one_or_none()
    if row is None:
        raise _gone()
    if row.person_id == person:
        return Changes(label)
    entry = journal.begin(session, "visit", label)
    changed = journal.set_field(session, entry, VisitRow.person_id, [visit], person)
    said = row.said_id or row.person_id
    journal.set_field(session, entry, VisitRow.said_id, [visit], None if said == person else said)
    session.execute(update(VisitRow).where(VisitRow.id == visit).values(corrected_at=now()))
    return Changes(label, visits=changed)


def remove(session: Session, visit_ids: Collection[int], label: Text) -> Changes:
    """Delete visits; until they are swept, undo brings them back.

    Raises:
        GalleryError: One does not exist.
    """
    found = session.scalars(select(VisitRow.id).where(among(VisitRow.id, visit_ids), ~VisitRow.removed)).all()
    if len(found) != len(set(visit_ids)):
        raise _gone()
    entry = journal.begin(session, "remove", label)
    return Changes(label, visits=journal.set_field(session, entry, VisitRow.removed, found, value=True))


def move(session: Session, entry: int, source: int, target: int) -> frozenset[int]:
    """Make one person's visits another's, as part of an entry; return which."""
    theirs = session.scalars(select(VisitRow.id).where(VisitRow.person_id == source)).all()
    return journal.set_field(session, entry, VisitRow.person_id, theirs, target)


def forget(session: Session, people: Collection[int]) -> frozenset[int]:
    """Erase the visits of people, and who other visits were once said to be; return which are gone."""
    was_theirs = VisitRow.person_id.is_(None) & among(VisitRow.said_id, people)
    theirs = session.scalars(select(VisitRow.id).where(or_(among(VisitRow.person_id, people), was_theirs)))
    gone = frozenset(theirs)
    session.execute(delete(VisitRow).where(among(VisitRow.id, gone)))
    session.execute(update(VisitRow).where(among(VisitRow.said_id, people)).values(said_id=None))
    return gone


def _open() -> ColumnElement[bool]:
    return VisitRow.state == VisitState.HERE


def _shown() -> ColumnElement[bool]:
    return ~VisitRow.removed & or_(VisitRow.person_id.is_(None), ~_OWNER.removed)


def _outdated(before: datetime, deleted: bool) -> ColumnElement[bool]:
    old = VisitRow.seen < before
    return or_(VisitRow.removed, old) if deleted else old


def _matching(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if wanted.person is not None:
        asked.append(VisitRow.person_id == wanted.person)
    if wanted.source is not None:
        asked.append(VisitRow.source == wanted.source)
    if wanted.first is not None:
        asked.append(VisitRow.arrived >= _midnight(wanted.first))
    if wanted.last is not None:
        asked.append(VisitRow.arrived < _midnight(wanted.last + timedelta(days=1)))
    return asked


def _midnight(day: date) -> datetime:
    """When a day begins here."""
    return datetime.combine(day, time()).astimezone()


def _visit(row: Sequence[Any]) -> Visit:
    identifier, person, name, source, arrived, seen, state, *corrected = row
    return Visit(identifier, person, name, source, arrived, seen, VisitState(state), *corrected)


def _gone() -> GalleryError:
    return GalleryError(say("There is no such visit"), remedy=say("It may have been deleted meanwhile"))
