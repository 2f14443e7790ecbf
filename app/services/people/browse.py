"""Looking at what the gallery holds; needs no model."""

from collections.abc import Collection, Sequence

from sqlalchemy import func, select

from app.core.errors import GalleryError
from app.domain.decision import Thresholds
from app.domain.person import Person
from app.gallery import embeddings, faces, models, people, photos
from app.gallery.records import Model, StoredFace, StoredPhoto
from app.gallery.schema import BEST_FIRST, FaceRow, FaceState, PersonRow, PhotoRow
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


def get_faces(workspace: Workspace, face_ids: Collection[int]) -> list[StoredFace]:
    """List these faces, best first, without those removed or gone."""
    with workspace.db.read() as session:
        found = faces.get(session, face_ids)
    return [face for face in found if face.state != FaceState.REMOVED]


def troubles(workspace: Workspace, stored: Sequence[StoredFace]) -> dict[int, str]:
    """Why faces cannot be recognised, in words fit to show; by face, without those that can be."""
    model = workspace.active_model()
    limit = Thresholds.from_json(model.thresholds).recognisable if model.thresholds else None
    with workspace.db.read() as session:
        lengths = embeddings.lengths(session, model.id, [face.id for face in stored])
    return {
        face.id: unrecognisable(face.quality)
        for face in stored
        if limit and lengths.get(face.id, limit) < limit
    }


def chips(workspace: Workspace, face_ids: Collection[int]) -> dict[int, bytes]:
    """Pictures of faces as they were encoded, by face, without those gone."""
    with workspace.db.read() as session:
        return {
            chip.face_id: chip.image for part in embeddings.chips(session, set(face_ids)) for chip in part
        }


def counts(workspace: Workspace) -> dict[str, int]:
    """Count what the gallery holds: people, photos, faces, unnamed, aside and failed (pictures)."""
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
        return {name: n for query in queries for name, n in session.execute(query).one()._asdict().items()}


def photo(workspace: Workspace, photo_id: int) -> tuple[StoredPhoto, list[StoredFace]]:
    """Return a photo with its faces, best first.

    Raises:
        GalleryError: There is none of that identifier.
    """
    with workspace.db.read() as session:
        found = photos.get(session, photo_id)
        if found is None:
            raise GalleryError("The gallery does not know this photo", why="it was forgotten meanwhile")
        return found, faces.of_photo(session, photo_id)


def all_models(workspace: Workspace) -> list[tuple[Model, bool]]:
    """List the models, oldest first, and whether each decides now."""
    with workspace.db.read() as session:
        active = models.active(session)
        return [(model, model.id == active) for model in models.everything(session)]
