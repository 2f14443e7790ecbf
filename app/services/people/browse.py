"""Looking at what the gallery holds; needs no model."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import func, select

from app.core.errors import GalleryError
from app.domain.decision import Thresholds
from app.domain.face import FaceState, StoredFace
from app.domain.person import Person
from app.domain.photo import Counts, Photo
from app.gallery import embeddings, faces, models, people, photos
from app.gallery.records import Model
from app.gallery.schema import BEST_FIRST, FaceRow, PersonRow, PhotoRow
from app.services.photos.fitness import unrecognisable
from app.services.workspace import Workspace


def everyone(workspace: Workspace) -> list[Person]:
    """List the people enrolled, by name."""
    with workspace.db.read() as session:
        return people.everyone(session)


def faces_of_person(workspace: Workspace, person: int) -> list[int]:
    """List a person's active faces by identifier, best first."""
    mine = (FaceRow.person_id == person, FaceRow.state == FaceState.ACTIVE)
    with workspace.db.read() as session:
        return list(session.scalars(select(FaceRow.id).where(*mine).order_by(*BEST_FIRST)))


def get_faces(workspace: Workspace, face_ids: Collection[int]) -> tuple[StoredFace, ...]:
    """List these faces, best first, without those removed or gone, each with why it cannot be recognised."""
    with workspace.db.read() as session:
        found = faces.get(session, face_ids)
    return _with_troubles(workspace, [face for face in found if face.state != FaceState.REMOVED])


def _with_troubles(workspace: Workspace, stored: Sequence[StoredFace]) -> tuple[StoredFace, ...]:
    """The faces, with why the active model cannot recognise them where it cannot."""
    model = workspace.active_model()
    limit = Thresholds.from_json(model.thresholds).recognisable if model.thresholds else None
    with workspace.db.read() as session:
        lengths = embeddings.lengths(session, model.id, [face.id for face in stored])
    return tuple(
        replace(face, trouble=unrecognisable(face.quality))
        if limit and lengths.get(face.id, limit) < limit
        else face
        for face in stored
    )


def chips(workspace: Workspace, face_ids: Collection[int]) -> dict[int, bytes]:
    """Pictures of faces as they were encoded, by face, without those gone."""
    with workspace.db.read() as session:
        return {
            chip.face_id: chip.image for part in embeddings.chips(session, set(face_ids)) for chip in part
        }


def counts(workspace: Workspace) -> Counts:
    """Count what the gallery holds."""
    nobodys = (FaceRow.state == FaceState.ACTIVE) & FaceRow.person_id.is_(None)
    aside = FaceRow.state == FaceState.IGNORED
    queries = (
        select(func.count().label("people")).where(~PersonRow.removed),
        select(func.count().label("photos"), func.count(PhotoRow.failure).label("failed")),
        select(
            func.count().label("faces"),
            func.count().filter(nobodys).label("unnamed"),
            func.count().filter(aside).label("aside"),
        ).where(FaceRow.state != FaceState.REMOVED),
    )
    with workspace.db.read() as session:
        found = [session.execute(query).one()._asdict() for query in queries]
    return Counts(**{name: n for counted in found for name, n in counted.items()})


def photo(workspace: Workspace, photo_id: int) -> Photo:
    """Return a photo with its faces, best first, each with why it cannot be recognised.

    Raises:
        GalleryError: There is none of that identifier.
    """
    with workspace.db.read() as session:
        found = photos.get(session, photo_id)
        if found is None:
            raise GalleryError("The gallery does not know this photo", why="it was forgotten meanwhile")
        stored = faces.of_photo(session, photo_id)
    return replace(found, faces=_with_troubles(workspace, stored))


def all_models(workspace: Workspace) -> list[tuple[Model, bool]]:
    """List the models, oldest first, and whether each decides now."""
    with workspace.db.read() as session:
        active = models.active(session)
        return [(model, model.id == active) for model in models.everything(session)]
