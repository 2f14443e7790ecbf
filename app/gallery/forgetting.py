"""Forgetting people: noted first, so that what is cut off is carried out at the next start."""

import json
from collections.abc import Collection

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import say
from app.domain.access import What
from app.domain.bearing import Bearing
from app.domain.changes import Changes
from app.domain.erasure import Erasure
from app.domain.face import FaceState
from app.gallery import access, answers, consents, denials, erased, journal, models, people, pictures, visits
from app.gallery.database import Database
from app.gallery.journal import among
from app.gallery.models import set_state
from app.gallery.schema import (
    SCRUB_DUE,
    ChipRow,
    DenialRow,
    EmbeddingRow,
    FaceRow,
    JournalChange,
    PersonRow,
    PhotoRow,
    StateRow,
)
from app.gallery.traces import erase_traces

_DUE = "forget_due"
"""Key of the state that says who is being forgotten."""
_AT_ONCE = 8
"""Faces emptied in one commit: what it takes of the disk meanwhile is less than the reserve."""


def ask(session: Session, persons: Collection[int]) -> None:
    """Take people, and all that were merged into them, out of view, and note that they are to be erased."""
    family = _family(session, persons)
    theirs = update(FaceRow).where(among(FaceRow.person_id, family)).values(state=FaceState.REMOVED)
    session.execute(theirs, execution_options={"synchronize_session": False})
    session.execute(update(PersonRow).where(among(PersonRow.id, family)).values(removed=True))
    set_state(session, _DUE, json.dumps(sorted({*_due(session), *family})))


def bearing(session: Session, persons: Collection[int]) -> Bearing:
    """What finds the names of these people, and of all that were merged into them, in texts and paths."""
    family = _family(session, persons)
    others = (name for person, name in people.names(session).items() if person not in family)
    return Bearing(names_of(session, family), others)


def names_of(session: Session, family: Collection[int]) -> set[str]:
    """All names that people bear or ever bore."""
    change = JournalChange
    borne = set(session.scalars(select(PersonRow.name).where(among(PersonRow.id, family))))
    theirs = (change.table_name == "person") & (change.field == "name") & among(change.row_id, family)
    for row in session.execute(select(change.before, change.after).where(theirs)):
        borne |= {name for name in row if isinstance(name, str)}
    return borne


def unfinished(db: Database) -> bool:
    """Whether somebody is to be forgotten, or was, and traces may be left in the files."""
    with db.read() as session:
        return bool(_due(session)) or db.scrub_due()


def asked(session: Session) -> set[int]:
    """Who is noted to be erased and is still there, with all that were merged into them."""
    return _family(session, _due(session))


def finish(db: Database, patience: float = 10.0) -> Erasure:
    """Erase whom `ask` noted, and pictures that are not to be kept, and leave no trace of them in any file.

    Args:
        db: The gallery.
        patience: Seconds to wait for other programs at the end.

    Raises:
        StorageError: Something is left; it can be asked again, and is at the next start.
    """
    pictures.delete_unwanted(db)
    with db.read() as session:
        family = asked(session)
        faces = people.faces_of(session, family)
    if family:
        db.erase_keys(family, faces)
    for start in range(0, len(faces), _AT_ONCE):
        with db.write() as session:
            for table in (ChipRow, EmbeddingRow):
                session.execute(delete(table).where(among(table.face_id, faces[start : start + _AT_ONCE])))
        db.fold(patience=0)
    done = Erasure()
    with db.write() as session:
        for person in sorted(asked(session)):  # another program may have replaced the gallery since
            if person not in done.changes.people:
                done |= forget(session, person)
        session.execute(delete(StateRow).where(StateRow.key == _DUE))
    db.scrub(patience)
    return done


def forget(session: Session, person_id: int) -> Erasure:
    """Erase a person, living or removed, for good; after the commit, call `Database.scrub`.

    Until that has succeeded `Database.scrub_due` says that traces may be left in the files.

    Gone are everyone merged into them, all their faces with chips and embeddings (also those that undoing
    took from them, and those that are kept as not theirs), the photos left without a face, their visits,
    what they agreed to, every journal entry that mentions any of these, and their names wherever else they
    stand, as in paths. A model trained on their faces stays as it is.

    Raises:
        GalleryError: There never was such a person.
    """
    family = _family(session, [person_id])
    if not family:
        raise GalleryError(say("There is no such person"), remedy=say("They may have been forgotten before"))
    names, bears = names_of(session, family), bearing(session, family)
    done = _erase(session, family)
    session.execute(update(PersonRow).where(among(PersonRow.id, family)).values(merged_into=None))
    session.execute(delete(PersonRow).where(among(PersonRow.id, family)))
    set_state(session, SCRUB_DUE, "yes")
    return done | erase_traces(session, names, bears)


def erase_again(session: Session, person_ids: Collection[int], face_ids: Collection[int]) -> int:
    """Erase in an earlier copy what was erased since; return how many people that were."""
    there = list(session.scalars(select(PersonRow.id).where(among(PersonRow.id, person_ids))))
    for person in there:
        if session.scalar(select(PersonRow.id).where(PersonRow.id == person)) is not None:
            forget(session, person)  # unless with one they were merged into
    faces = list(session.scalars(select(FaceRow.id).where(among(FaceRow.id, face_ids))))
    gone = {"denial": denials.forget(session, (), faces), "answer": answers.forget(session, faces)}
    journal.erase(session, (), faces, gone)
    session.execute(delete(FaceRow).where(among(FaceRow.id, faces)))
    erased.note(session, "person", person_ids)
    erased.note(session, "face", face_ids)
    return len(there)


def _erase(session: Session, family: set[int]) -> Erasure:
    """Erase what belongs to people, and what the journal says of it."""
    faces = {
        *people.faces_of(session, family),
        *denials.of(session, family),
        *_taken_by_undo(session, family),
    }
    photos = set(session.scalars(select(FaceRow.photo_id).where(among(FaceRow.id, faces)).distinct()))
    gone_visits, agreed = visits.forget(session, family), consents.forget(session, family)
    others: dict[str, Collection[int]] = {
        "visit": gone_visits,
        "consent": agreed,
        "denial": denials.forget(session, family, faces),
        "answer": answers.forget(session, faces),
    }
    entries = journal.erase(session, family, faces, others)
    erased.note(session, "face", faces)
    session.execute(delete(FaceRow).where(among(FaceRow.id, faces)))
    used = select(FaceRow.photo_id).where(FaceRow.photo_id.is_not(None))
    gone = session.scalars(
        delete(PhotoRow)
        .where(among(PhotoRow.id, filter(None, photos)), PhotoRow.id.not_in(used))
        .returning(PhotoRow.id)
    )
    flagged = models.flag(session, family)
    for person in sorted(family):
        access.note(session, What.FORGET, len(faces), person)
    changes = Changes(
        say("Forgot a person"),
        frozenset(family),
        frozenset(faces),
        frozenset(gone),
        flagged,
        visits=gone_visits,
        entries=entries,
    )
    return Erasure(changes, len(agreed), models=flagged)


def _due(session: Session) -> list[int]:
    noted = session.scalar(select(StateRow.value).where(StateRow.key == _DUE))
    return [int(person) for person in json.loads(noted or "[]")]


def _family(session: Session, persons: Collection[int]) -> set[int]:
    """Return those of these people that there are, with everyone merged into them, and into those."""
    tree = select(PersonRow.id).where(among(PersonRow.id, persons)).cte(recursive=True)
    tree = tree.union(select(PersonRow.id).join(tree, PersonRow.merged_into == tree.c.id))
    return set(session.scalars(select(tree.c.id)))


def _taken_by_undo(session: Session, family: Collection[int]) -> list[int]:
    """Return the faces without a person, out of view, that the journal says were these people's."""
    change = JournalChange
    tied = journal.mentions(family) & (change.field == "person_id")
    owned = select(change.row_id).where(tied, change.table_name == "face")
    denied = select(DenialRow.face_id).join(change, change.row_id == DenialRow.id)
    ties = owned.union(denied.where(tied, change.table_name == "denial"))
    query = select(FaceRow.id).where(
        FaceRow.person_id.is_(None), FaceRow.state == FaceState.REMOVED, FaceRow.id.in_(ties)
    )
    return list(session.scalars(query))
