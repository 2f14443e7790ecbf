"""Looking at what the gallery holds; needs no model."""

from collections.abc import Collection
from pathlib import Path

from sqlalchemy import func, select

from app.core.errors import GalleryError
from app.gallery import embeddings, faces, models, people, photos
from app.gallery.records import Model, PersonSummary, StoredFace, StoredPhoto
from app.gallery.schema import FaceRow, FaceState, Photo
from app.services.workspace import Workspace


def everyone(workspace: Workspace) -> list[tuple[PersonSummary, int | None]]:
    """List the people enrolled by name, each with their best face."""
    best = func.row_number().over(
        partition_by=FaceRow.person_id, order_by=(FaceRow.overall.desc(), FaceRow.id)
    )
    ranked = (
        select(FaceRow.person_id, FaceRow.id, best.label("place"))
        .where(FaceRow.person_id.is_not(None), FaceRow.state == FaceState.ACTIVE)
        .subquery()
    )
    with workspace.db.read() as session:
        rows = session.execute(select(ranked.c.person_id, ranked.c.id).where(ranked.c.place == 1)).tuples()
        covers = dict(rows.all())
        return [(person, covers.get(person.id)) for person in people.everyone(session)]


def faces_of_person(workspace: Workspace, person: int) -> list[StoredFace]:
    """List a person's active faces, best first."""
    with workspace.db.read() as session:
        return faces.of_person(session, person)


def get_faces(workspace: Workspace, face_ids: Collection[int]) -> list[StoredFace]:
    """List these faces, best first, without those removed or gone."""
    with workspace.db.read() as session:
        found = faces.get(session, face_ids)
    return [face for face in found if face.state != FaceState.REMOVED]


def chips(workspace: Workspace, face_ids: Collection[int]) -> dict[int, bytes]:
    """Pictures of faces as they were encoded, by face, without those gone."""
    with workspace.db.read() as session:
        return {
            chip.face_id: chip.image for part in embeddings.chips(session, set(face_ids)) for chip in part
        }


def all_photos(workspace: Workspace, folder: Path | None = None) -> list[StoredPhoto]:
    """List the photos below a folder, or all, by path."""
    columns = [getattr(Photo, name) for name in StoredPhoto.__dataclass_fields__]
    with workspace.db.read() as session:
        below = None if folder is None else photos.below(session, folder.absolute())
        rows = session.execute(select(*columns).order_by(Photo.path))
        return [StoredPhoto(*row) for row in rows if below is None or row[0] in below]


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
