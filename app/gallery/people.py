"""People: names, merging and removing."""

import unicodedata
from collections.abc import Collection
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import say
from app.domain.changes import Changes
from app.domain.face import FaceState
from app.domain.names import folded, name_key
from app.domain.person import Person
from app.gallery import apart, births, consents, denials, journal, visits
from app.gallery.journal import among
from app.gallery.schema import BEST_FIRST, FaceRow, PersonRow, now

MAX_NAME = 200
"""Characters a name may have."""
_EARLIEST = date(1800, 1, 1)
"""Nobody in a photo was born before."""

_JOINERS = "\u200c\u200d"  # invisible, yet part of how some names are written


def clean_name(name: str) -> str:
    """Return a name as it is stored: NFC, single spaces, none at the ends.

    Raises:
        GalleryError: It is empty or too long, or has control characters.
    """
    cleaned = unicodedata.normalize("NFC", " ".join(name.split()))
    if not cleaned.strip(_JOINERS + " "):
        raise GalleryError(say("A person needs a name"), remedy=say("Give one with at least one letter"))
    if len(cleaned) > MAX_NAME:
        raise GalleryError(
            say("The name is longer than {most} characters", most=MAX_NAME), remedy=say("Shorten it")
        )
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} and c not in _JOINERS for c in cleaned):
        raise GalleryError(say("The name has control characters in it"), remedy=say("Type it anew"))
    return cleaned


def find(session: Session, name: str) -> int | None:
    """Return the living person of that name, whatever its case, or None."""
    return session.scalar(
        select(PersonRow.id).where(PersonRow.name_key == name_key(clean_name(name)), ~PersonRow.removed)
    )


def nearly_named(session: Session, name: str) -> list[int]:
    """Return the living people whose names differ from this one by accents, or by ß for ss, alone."""
    wanted, key = folded(clean_name(name)), name_key(name)
    return [
        person
        for person, other in names(session).items()
        if folded(other) == wanted and name_key(other) != key
    ]


def named(session: Session, name: str) -> list[int]:
    """Return all who bear or bore that name, removed and merged people too: whom "forget NAME" is about."""
    query = (
        select(PersonRow.id)
        .where(PersonRow.name_key == name_key(clean_name(name)))
        .order_by(PersonRow.removed, PersonRow.id)
    )
    return list(session.scalars(query))


def name_of(session: Session, person_id: int) -> str:
    """Return the name of a living person.

    Raises:
        GalleryError: There is no such person, or they were removed.
    """
    name = session.scalar(select(PersonRow.name).where(PersonRow.id == person_id, ~PersonRow.removed))
    if name is None:
        raise _nobody()
    return name


def everyone(session: Session) -> list[Person]:
    """List the living by name."""
    return [Person(*row) for row in session.execute(_living().order_by(PersonRow.name_key))]


def get(session: Session, person_id: int) -> Person:
    """Return a living person.

    Raises:
        GalleryError: There is no such person, or they were removed.
    """
    row = session.execute(_living().where(PersonRow.id == person_id)).one_or_none()
    if row is None:
        raise _nobody()
    return Person(*row)


def _living() -> Select[*tuple[Any, ...]]:
    """Select the living, a column for each field of `Person`: that of its name, or as is said here."""
    active = (FaceRow.person_id == PersonRow.id) & (FaceRow.state == FaceState.ACTIVE)
    columns: dict[str, Any] = dict(PersonRow.__table__.columns) | {
        "faces": select(func.count()).where(active).scalar_subquery(),
        "cover": select(FaceRow.id).where(active).order_by(*BEST_FIRST).limit(1).scalar_subquery(),
        "added_at": PersonRow.created_at,
        "born": births.BORN,
    }
    return select(*(columns[field.name] for field in fields(Person))).where(~PersonRow.removed)


def names(session: Session) -> dict[int, str]:
    """Names of the living by their identifiers, in the order of names."""
    query = select(PersonRow.id, PersonRow.name).where(~PersonRow.removed).order_by(PersonRow.name_key)
    return {row.id: row.name for row in session.execute(query)}


def create(session: Session, name: str, *, entry: int | None = None) -> tuple[int, Changes]:
    """Add a person, as part of a journal entry or as one of its own.

    Raises:
        GalleryError: The name is unusable or taken.
    """
    cleaned = clean_name(name)
    _refuse_taken(session, cleaned)
    values = {"name": cleaned, "name_key": name_key(cleaned), "created_at": now(), "removed": False}
    person = session.execute(insert(PersonRow).values(values).returning(PersonRow.id)).scalar_one()
    label = say("Added {name}", name=cleaned)
    entry = entry or journal.begin(session, "create", label)
    journal.note_added(session, entry, PersonRow.removed, [person], before=True, after=False)
    return person, Changes(label, people=frozenset({person}))


def get_or_create(session: Session, name: str, *, entry: int | None = None) -> tuple[int, Changes]:
    """Return the person of that name, adding them if there is none.

    Raises:
        GalleryError: The name is unusable.
    """
    person = find(session, name)
    return create(session, name, entry=entry) if person is None else (person, Changes())


def rename(session: Session, person_id: int, name: str) -> Changes:
    """Give a person another name.

    Raises:
        GalleryError: No such person, or the name is unusable or someone else's.
    """
    old, new = name_of(session, person_id), clean_name(name)
    _refuse_taken(session, new, but=person_id)
    label = say("Renamed {before} to {after}", before=old, after=new)
    entry = journal.begin(session, "rename", label)
    changed = journal.set_field(session, entry, PersonRow.name, [person_id], new)
    changed |= journal.set_field(session, entry, PersonRow.name_key, [person_id], name_key(new))
    return Changes(label, people=changed)


def set_birth(session: Session, person_id: int, born: date | None) -> Changes:
    """Keep when somebody was born, or that it is not known.

    Raises:
        GalleryError: There is no such person, or the day cannot be.
    """
    name = name_of(session, person_id)
    if born is not None and not _EARLIEST <= born <= datetime.now().astimezone().date():
        raise GalleryError(say("Nobody can be born on {day}", day=born), remedy=say("Check the date"))
    label = say("Took away the birth date of {name}", name=name)
    if born is not None:
        label = say("Set the birth date of {name} to {day}", name=name, day=born)
    entry = journal.begin(session, "born", label)
    return Changes(label, people=births.keep(session, entry, person_id, born))


def merge(session: Session, source: int, target: int) -> Changes:
    """Make two people one: all that is `source`'s becomes the `target`'s, whose name stays.

    Raises:
        GalleryError: One of them does not exist, or they are the same.
    """
    label = say("Merged {name} into {into}", name=name_of(session, source), into=name_of(session, target))
    if source == target:
        raise GalleryError(say("A person cannot be merged with themselves"), remedy=say("Choose two people"))
    entry = journal.begin(session, "merge", label)
    faces = journal.set_field(session, entry, FaceRow.person_id, faces_of(session, [source]), target)
    denials.move(session, entry, source, target)
    apart.move(session, entry, source, target)
    consents.move(session, entry, source, target)
    births.move(session, entry, source, target)
    moved = visits.move(session, entry, source, target)
    journal.set_field(session, entry, PersonRow.merged_into, [source], target)
    journal.set_field(session, entry, PersonRow.removed, [source], value=True)
    return Changes(label, people=frozenset({source, target}), faces=faces, visits=moved)


def remove(session: Session, person_id: int) -> Changes:
    """Take a person and their faces out of view; undo brings them back. To erase them, `forgetting.forget`.

    Raises:
        GalleryError: There is no such person.
    """
    label = say("Removed {name}", name=name_of(session, person_id))
    entry = journal.begin(session, "remove", label)
    faces = journal.set_field(
        session, entry, FaceRow.state, faces_of(session, [person_id]), FaceState.REMOVED
    )
    journal.set_field(session, entry, PersonRow.removed, [person_id], value=True)
    return Changes(label, people=frozenset({person_id}), faces=faces)


def faces_of(session: Session, people: Collection[int]) -> list[int]:
    """Return all faces that belong to these people, ignored and removed ones too."""
    return list(session.scalars(select(FaceRow.id).where(among(FaceRow.person_id, people))))


def _refuse_taken(session: Session, name: str, but: int | None = None) -> None:
    other = find(session, name)
    if other not in {None, but}:
        raise GalleryError(
            say("There is already someone called {name}", name=name_of(session, other or 0)),
            remedy=say("If they are the same person, merge the two"),
        )


def _nobody() -> GalleryError:
    return GalleryError(say("There is no such person"), remedy=say("They may have been removed or merged"))
