"""Erasing faces for good: of strangers, of photos, of before a day."""

from collections.abc import Collection
from datetime import datetime, time
from pathlib import Path

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from app.core.text import say
from app.domain.access import What
from app.domain.changes import Changes
from app.domain.erasing import Erasing, Which
from app.domain.erasure import Erasure
from app.gallery import access, answers, copies, denials, erased, forgetting, journal, library, visits
from app.gallery.journal import among
from app.gallery.models import set_state
from app.gallery.paths import is_below
from app.gallery.schema import SCRUB_DUE, FaceRow, PersonRow, PhotoRow


def erase(session: Session, wanted: Erasing, gone: Collection[int] = ()) -> Erasure:
    """Erase faces with all that was said of them; after the commit, call `Database.scrub`.

    Photos that are gone, of the folder, or older go with their last face, those of strangers stay: their
    faces are not looked for again. Answers, denials and places in the history that are about faces go too.

    Args:
        session: The unit of work.
        wanted: Which.
        gone: Photos whose files are gone.
    """
    photos = _photos(wanted, gone)
    theirs = select(FaceRow.id, FaceRow.person_id)
    if wanted.before is not None:
        theirs = theirs.where(FaceRow.added_at < _midnight(wanted))
    elif photos is not None:
        theirs = theirs.where(FaceRow.photo_id.in_(select(PhotoRow.id).where(photos)))
    if not wanted.named:
        theirs = theirs.where(FaceRow.person_id.is_(None))
    faces = {row.id: row.person_id for row in session.execute(theirs)}
    done = _out(session, list(faces)) | _without_faces(session, set(faces.values()) - {None})
    if photos is not None:
        done |= _out_of_photos(session, photos)
    if wanted.folder is not None:
        copies.forget(session, copies.below(session, wanted.folder))
        done |= Erasure(folders=_let_go(session, wanted.folder))
    if wanted.before is not None:
        done |= Erasure(Changes(visits=frozenset(visits.outdated(session, _midnight(wanted)))))
        visits.sweep(session, _midnight(wanted))
    access.note(session, What.ERASE, len(done.changes.faces))
    set_state(session, SCRUB_DUE, "yes")
    return done


def _photos(wanted: Erasing, gone: Collection[int]) -> ColumnElement[bool] | None:
    """The photos that go with their last face; None of strangers."""
    if wanted.folder is not None:
        return is_below(PhotoRow.path, wanted.folder)
    if wanted.before is not None:
        return PhotoRow.read_at < _midnight(wanted)
    return among(PhotoRow.id, gone) if wanted.which == Which.GONE else None


def _midnight(wanted: Erasing) -> datetime:
    """When the day begins here that everything older than is to go."""
    assert wanted.before is not None  # noqa: S101 - asked for by its callers
    return datetime.combine(wanted.before, time()).astimezone()


def _out(session: Session, faces: Collection[int]) -> Erasure:
    """Delete faces, and what is said of them."""
    denied, answered = denials.forget(session, (), faces), answers.forget(session, faces)
    for table, rows in (("face", faces), ("denial", denied), ("answer", answered)):
        journal.drop(session, table, rows)
    erased.note(session, "face", faces)
    session.execute(delete(FaceRow).where(among(FaceRow.id, faces)))
    return Erasure(Changes(say("Erased faces"), faces=frozenset(faces)))


def _without_faces(session: Session, people: Collection[int]) -> Erasure:
    """Forget those of these people who have no face left."""
    held = exists().where(FaceRow.person_id == PersonRow.id)
    left = session.scalars(select(PersonRow.id).where(among(PersonRow.id, people), ~held)).all()
    done = Erasure()
    for person in left:
        if person not in done.changes.people:
            done |= forgetting.forget(session, person)
    return done


def _out_of_photos(session: Session, which: ColumnElement[bool]) -> Erasure:
    """Delete those of these photos that show no face any more."""
    empty = ~exists().where(FaceRow.photo_id == PhotoRow.id)
    gone = session.scalars(delete(PhotoRow).where(which, empty).returning(PhotoRow.id))
    return Erasure(Changes(photos=frozenset(gone)))


def _let_go(session: Session, folder: Path) -> int:
    """Let the library know a folder, and those in it, no more; return how many."""
    kept = [path for path in library.folders(session) if path.is_relative_to(folder)]
    for path in kept:
        library.forget(session, path)
    return len(kept)
