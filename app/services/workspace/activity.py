"""What was done: the journal, and what was written since a moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.domain.changes import Changes
from app.domain.journal import JournalEntry
from app.gallery import journal, models
from app.gallery.schema import FaceRow, JournalChange, JournalRow, PersonRow, PhotoRow
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment in the gallery's life: the largest identifiers given until then, and its models.

    Attributes:
        person: The largest of people.
        face: Of faces.
        photo: Of photos.
        models: All of them.
        active: The one that decided.
        entry: The largest of journal entries.
        undone: When one was last undone, or None.
    """

    person: int
    face: int
    photo: int
    models: frozenset[str]
    active: str | None
    entry: int
    undone: datetime | None


def history(workspace: Workspace, limit: int = 100) -> list[JournalEntry]:
    """List what was done, newest first."""
    with workspace.db.read() as session:
        return journal.history(session, limit)


def mark(workspace: Workspace) -> Mark:
    """Remember this moment."""
    with workspace.db.read() as session:
        person, face, photo, entry = (
            session.scalar(select(func.max(row.id))) or 0
            for row in (PersonRow, FaceRow, PhotoRow, JournalRow)
        )
        known = frozenset(model.id for model in models.everything(session))
        undone = session.scalar(select(func.max(JournalRow.undone_at)))
        return Mark(person, face, photo, known, models.active(session), entry, undone)


def since(workspace: Workspace, moment: Mark) -> tuple[Changes, Mark]:
    """Return what was added since a moment, and the moment now.

    New are people, faces with whose they are, photos, and models added or made active.
    """
    now = mark(workspace)
    with workspace.db.read() as session:
        faces = session.execute(select(FaceRow.id, FaceRow.person_id).where(FaceRow.id > moment.face)).all()
        people = set(session.scalars(select(PersonRow.id).where(PersonRow.id > moment.person)))
        photos = frozenset(session.scalars(select(PhotoRow.id).where(PhotoRow.id > moment.photo)))
    people |= {owner for _, owner in faces if owner is not None}
    switched = {moment.active, now.active} - {None} if moment.active != now.active else set()
    changes = Changes(
        people=frozenset(people),
        faces=frozenset(face for face, _ in faces),
        photos=photos,
        models=frozenset((now.models - moment.models) | {model for model in switched if model}),
    )
    return changes, now


def elsewhere(workspace: Workspace, moment: Mark) -> tuple[Changes, Mark]:
    """Return what anybody changed since a moment, and the moment now: also what the journal says.

    Someone forgotten leaves no trace, here neither.
    """
    changes, now = since(workspace, moment)
    touched = JournalRow.id > moment.entry
    if now.undone != moment.undone:
        touched |= (
            JournalRow.undone_at > moment.undone if moment.undone else JournalRow.undone_at.is_not(None)
        )
    query = select(JournalChange).join(JournalRow, JournalRow.id == JournalChange.entry_id).where(touched)
    with workspace.db.read() as session:
        return changes | _named_in(session.scalars(query)), now


def _named_in(rows: Iterable[JournalChange]) -> Changes:
    """The people and faces that lines of the journal are about."""
    people: set[int] = set()
    faces: set[int] = set()
    for row in rows:
        (people if row.table_name == "person" else faces).add(row.row_id)
        if row.field == "person_id":
            people |= {owner for owner in (row.before, row.after) if owner is not None}
    return Changes(people=frozenset(people), faces=frozenset(faces))
