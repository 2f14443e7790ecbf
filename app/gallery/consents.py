"""What people agreed to: rows that belong to a person, and go with them."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.consent import Consent, Way
from app.gallery import journal, sums
from app.gallery.journal import among
from app.gallery.schema import ConsentRow, now

_CONSENT = (
    ConsentRow.purpose,
    ConsentRow.until,
    ConsentRow.way,
    ConsentRow.version,
    ConsentRow.given_at,
    ConsentRow.withdrawn,
    ConsentRow.withdrawn_at,
)


def keep(session: Session, entry: int, person: int, consent: Consent) -> None:
    """Note, as part of a journal entry, what a person agreed to; what only says the same again is left out.

    Call it before the faces it is about are added.

    Raises:
        GalleryError: The entry has been undone, or is gone.
    """
    if any(consent.renews(one) for one in of(session, person) if one.withdrawn_at is None):
        return
    values = {name: getattr(consent, name) for name in Consent.__dataclass_fields__}
    row = insert(ConsentRow).values(values | {"person_id": person, "removed": False, "withdrawn": False})
    made = session.execute(row.returning(ConsentRow.id)).scalar_one()
    journal.note_added(session, entry, ConsentRow.removed, [made], before=True, after=False)


def of(session: Session, person: int) -> list[Consent]:
    """What a person agreed to, the newest first."""
    query = select(*_CONSENT).where(
        ConsentRow.person_id == person, ~ConsentRow.removed, sums.intact(ConsentRow)
    )
    rows = session.execute(query.order_by(ConsentRow.given_at.desc(), ConsentRow.id.desc()))
    return list(map(_consent, rows))


def withdraw(session: Session, person: int, label: Text) -> Changes:
    """Note that somebody withdraws all they agreed to: they are matched no more. Undo takes it back.

    Raises:
        GalleryError: Nothing that they agreed to stands.
    """
    theirs = select(ConsentRow.id).where(
        ConsentRow.person_id == person, ~ConsentRow.removed, ~ConsentRow.withdrawn
    )
    standing = session.scalars(theirs).all()
    if not standing:
        raise GalleryError(
            say("They agreed to nothing that stands"), remedy=say("Forget them if they want to be gone")
        )
    entry = journal.begin(session, "withdraw", label)
    journal.set_field(session, entry, ConsentRow.withdrawn, standing, value=True)
    when = update(ConsentRow).where(among(ConsentRow.id, standing)).values(withdrawn_at=now())
    session.execute(when, execution_options={"synchronize_session": False})
    return Changes(label, people=frozenset({person}))


def lapsed(session: Session, today: date | None = None) -> dict[int, Consent]:
    """The newest agreement of people by person, where it was withdrawn or is over: they are not matched."""
    today = today or date.today()
    return {
        person: consent for person, consent in _newest(session, today).items() if not consent.holds(today)
    }


def ending(session: Session, days: int) -> dict[int, Consent]:
    """The newest agreement of people by person, where it still stands and will be over in so many days."""
    today = date.today()
    then = today + timedelta(days)
    return {
        person: consent
        for person, consent in _newest(session, then).items()
        if consent.holds(today) and not consent.holds(then)
    }


def _newest(session: Session, day: date) -> dict[int, Consent]:
    """What people agreed to last, by person, where they withdrew anything or a term is over by that day."""
    some = select(ConsentRow.person_id).where(ConsentRow.withdrawn | (ConsentRow.until < day))
    query = select(*_CONSENT, ConsentRow.person_id).where(
        ConsentRow.person_id.in_(some), ~ConsentRow.removed, sums.intact(ConsentRow)
    )
    rows = session.execute(query.order_by(ConsentRow.given_at, ConsentRow.id))
    return {row.person_id: _consent(row) for row in rows}


def move(session: Session, entry: int, source: int, target: int) -> None:
    """Let what one person agreed to be the other's, as part of an entry: the two are one."""
    theirs = session.scalars(select(ConsentRow.id).where(ConsentRow.person_id == source)).all()
    journal.set_field(session, entry, ConsentRow.person_id, theirs, target)


def forget(session: Session, people: Collection[int]) -> list[int]:
    """Erase what people agreed to, undone or not; return which rows are gone."""
    gone = delete(ConsentRow).where(among(ConsentRow.person_id, people)).returning(ConsentRow.id)
    return list(session.scalars(gone))


def _consent(row: Any) -> Consent:
    withdrawn_at = row.withdrawn_at if row.withdrawn else None
    return Consent(row.purpose, row.until, Way(row.way), row.version, row.given_at, withdrawn_at)
