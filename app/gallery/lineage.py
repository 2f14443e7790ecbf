"""An earlier copy of a gallery made ready to take its place: what was erased and agreed to since holds."""

from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from app.domain.access import What
from app.gallery import (
    access,
    carried_keys,
    clock,
    consents,
    erased,
    forgetting,
    people,
    pictures,
    sums,
    touched,
)
from app.gallery.journal import among
from app.gallery.schema import (
    GALLERY,
    ConsentRow,
    FaceRow,
    JournalRow,
    ModelRow,
    PersonRow,
    PhotoRow,
    StateRow,
    VisitRow,
    WrittenRow,
)

_KINDS: dict[str, Any] = {
    "people": PersonRow,
    "faces": FaceRow,
    "photos": PhotoRow,
    "models": ModelRow,
    "visits": VisitRow,
    "entries": JournalRow,
}
"""By kind of what was touched: the rows."""


def name(session: Session) -> str | None:
    """What tells a gallery and its copies from others."""
    return session.scalar(select(StateRow.value).where(StateRow.key == GALLERY))


def is_empty(session: Session) -> bool:
    """Whether a gallery knows nobody and no photo, and nothing was erased from it."""
    tables = (PersonRow, PhotoRow, FaceRow)
    known = any(session.scalar(select(table.id).limit(1)) is not None for table in tables)
    return not known and not erased.known(session, "person")


def bring_forward(copy: Session, now: Session) -> int:
    """Let an earlier copy know what was erased and agreed to since; return how many people it lost.

    Numbers of rows that were given since are not given again.

    Args:
        copy: To write to.
        now: The gallery as it is.
    """
    gone_people = erased.known(now, "person") | forgetting.asked(now)
    gone = forgetting.erase_again(copy, gone_people, erased.known(now, "face"))
    if not pictures.kept(now):
        pictures.drop(copy)
    both = set(copy.scalars(select(PersonRow.id))) & set(now.scalars(select(PersonRow.id)))
    copy.execute(delete(ConsentRow).where(among(ConsentRow.person_id, both)))
    agreed = select(*ConsentRow.__table__.columns).where(
        among(ConsentRow.person_id, both), sums.intact(ConsentRow)
    )
    rows = [dict(row._mapping) for row in now.execute(agreed)]  # noqa: SLF001 - its public name
    ids = [row["id"] for row in rows]
    copy.execute(delete(ConsentRow).where(among(ConsentRow.id, ids)))
    if rows:
        copy.execute(insert(ConsentRow), rows)
    for table, last in now.execute(text("SELECT name, seq FROM sqlite_sequence")).all():
        given = {"name": table, "seq": last}
        copy.execute(text("UPDATE sqlite_sequence SET seq = max(seq, :seq) WHERE name = :name"), given)
        there = text(
            "INSERT INTO sqlite_sequence (name, seq) SELECT :name, :seq WHERE NOT EXISTS "
            "(SELECT 1 FROM sqlite_sequence WHERE name = :name)"
        )
        copy.execute(there, given)
    for model, forgotten in now.execute(select(ModelRow.id, ModelRow.forgotten)).all():
        more = update(ModelRow).where(ModelRow.id == model, ModelRow.forgotten < forgotten)
        copy.execute(more.values(forgotten=forgotten))
    access.carry(copy, now)
    clock.carry(copy, now)
    carried_keys.carry(copy, now)
    note_restored(copy)
    return gone


def holding(now: Session) -> tuple[Any, ...]:
    """What a copy must not take back: what is erased or to be, agreements, whether pictures are kept."""
    agreed = now.execute(
        select(ConsentRow.id, ConsentRow.until, ConsentRow.withdrawn_at).order_by(ConsentRow.id)
    )
    gone = (sorted(erased.known(now, kind)) for kind in ("person", "face"))
    return (*gone, forgetting.asked(now), [tuple(row) for row in agreed], pictures.kept(now))


def note_restored(copy: Session) -> None:
    """Note in the access log of a copy that it takes a gallery's place, and how many people are in it."""
    access.note(copy, What.RESTORE, people_in(copy))


def tell_everything(copy: Session, now: Session) -> dict[str, list[Any]]:
    """Let others who have the gallery open learn that any row may be another; return what they are told."""
    rows = {
        kind: sorted({*copy.scalars(select(table.id)), *now.scalars(select(table.id))})
        for kind, table in _KINDS.items()
    }
    line = max(touched.newest(now), touched.newest(copy)) + 1
    copy.execute(insert(WrittenRow).values(id=line, writer="restore", touched=rows))
    return rows


def ended_in(session: Session) -> tuple[str, ...]:
    """Names of the living who agree no more, in order."""
    over = consents.lapsed(session)
    return tuple(name for person, name in people.names(session).items() if person in over)


def people_in(session: Session) -> int:
    """How many people a gallery has."""
    living = select(func.count()).select_from(PersonRow).where(~PersonRow.removed)
    return session.scalar(living) or 0
