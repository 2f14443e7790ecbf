"""What was done: the journal, and what was written since a moment."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.core.changes import Changes
from app.gallery import journal, models
from app.gallery.records import Entry
from app.gallery.schema import FaceRow, Person, Photo
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the gallery's life: the largest identifiers given until then, and its models."""

    person: int
    face: int
    photo: int
    models: frozenset[str]
    active: str | None


def history(workspace: Workspace, limit: int = 100) -> list[Entry]:
    """List what was done, newest first."""
    with workspace.db.read() as session:
        return journal.history(session, limit)


def mark(workspace: Workspace) -> Mark:
    """Remember this moment."""
    with workspace.db.read() as session:
        person, face, photo = (
            session.scalar(select(func.max(row.id))) or 0 for row in (Person, FaceRow, Photo)
        )
        known = frozenset(model.id for model in models.everything(session))
        return Mark(person, face, photo, known, models.active(session))


def since(workspace: Workspace, moment: Mark) -> tuple[Changes, Mark]:
    """Return what was added since a moment, and the moment now.

    New are people, faces with whose they are, photos, and models added or made active.
    """
    now = mark(workspace)
    with workspace.db.read() as session:
        faces = session.execute(select(FaceRow.id, FaceRow.person_id).where(FaceRow.id > moment.face)).all()
        people = set(session.scalars(select(Person.id).where(Person.id > moment.person)))
        photos = frozenset(session.scalars(select(Photo.id).where(Photo.id > moment.photo)))
    people |= {owner for _, owner in faces if owner is not None}
    switched = {moment.active, now.active} - {None} if moment.active != now.active else set()
    changes = Changes(
        people=frozenset(people),
        faces=frozenset(face for face, _ in faces),
        photos=photos,
        models=frozenset((now.models - moment.models) | {model for model in switched if model}),
    )
    return changes, now
