"""Looking at what the gallery holds; needs no model."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from app.core.errors import GalleryError, UsageError
from app.core.text import say
from app.domain.consent import Consent
from app.domain.face import FaceState, StoredFace
from app.domain.person import Person
from app.domain.photo import Counts, Photo
from app.domain.photo_filter import FoundPhotos, PhotoFilter
from app.gallery import consents, embeddings, faces, people, photo_query, photos, rankings
from app.gallery import counts as gallery_counts
from app.services.photos.fitness import unrecognisable
from app.services.workspace import Workspace


def everyone(workspace: Workspace) -> list[Person]:
    """List the people enrolled, by name."""
    with workspace.db.read() as session:
        return people.everyone(session)


def find(workspace: Workspace, name: str) -> int:
    """Return the person of that name, whatever its case.

    Raises:
        UsageError: There is nobody of that name.
    """
    with workspace.db.read() as session:
        found = people.find(session, name)
    if found is None:
        raise nobody_called(name)
    return found


def nobody_called(name: str) -> UsageError:
    """The error for a name that nobody bears."""
    return UsageError(
        say("there is nobody called {name}", name=name),
        remedy=say("Check the spelling, or see who is enrolled"),
    )


def faces_of_person(workspace: Workspace, person: int) -> list[int]:
    """List a person's active faces by identifier, best first."""
    with workspace.db.read() as session:
        return rankings.of_person(session, person)


def consents_of(workspace: Workspace, person: int) -> list[Consent]:
    """List what a person agreed to, the newest first."""
    with workspace.db.read() as session:
        return consents.of(session, person)


def get_faces(workspace: Workspace, face_ids: Collection[int]) -> tuple[StoredFace, ...]:
    """List these faces, best first, without those removed or gone, each with why it cannot be recognised."""
    with workspace.db.read() as session:
        found = faces.get(session, face_ids)
    return _with_reasons(workspace, [face for face in found if face.state != FaceState.REMOVED])


def _with_reasons(workspace: Workspace, stored: Sequence[StoredFace]) -> tuple[StoredFace, ...]:
    """The faces, with why the active model cannot recognise them where it cannot."""
    model = workspace.active_model()
    limit = None if model.thresholds is None else model.thresholds.recognisable
    with workspace.db.read() as session:
        lengths = embeddings.lengths(session, model.id, [face.id for face in stored])
    return tuple(
        replace(face, unrecognisable=unrecognisable(face.quality))
        if limit and (not face.placed or lengths.get(face.id, limit) < limit)
        else face
        for face in stored
    )


def counts(workspace: Workspace) -> Counts:
    """Count what the gallery holds."""
    with workspace.db.read() as session:
        return gallery_counts.counts(session)


def photos_of(workspace: Workspace, face_ids: Collection[int]) -> dict[int, int]:
    """Return the photo of each of these faces that is in one."""
    with workspace.db.read() as session:
        return photos.of_faces(session, face_ids)


def find_photos(workspace: Workspace, wanted: PhotoFilter) -> FoundPhotos:
    """Find the photos that meet a filter, the newest first, and who is in them."""
    with workspace.db.read() as session:
        return photo_query.find(session, wanted)


def places(workspace: Workspace, photo_ids: Collection[int]) -> dict[int, Path]:
    """Where these photos lie, without those that could not be read or are gone."""
    with workspace.db.read() as session:
        return photos.places(session, photo_ids)


def photo(workspace: Workspace, photo_id: int) -> Photo:
    """Return a photo with its faces, best first, each with why it cannot be recognised.

    Raises:
        GalleryError: There is none of that identifier.
    """
    with workspace.db.read() as session:
        found = photos.get(session, photo_id)
        if found is None:
            raise GalleryError(
                say("The gallery does not know this photo"), why=say("it was forgotten meanwhile")
            )
        stored = faces.of_photo(session, photo_id)
    return replace(found, faces=_with_reasons(workspace, stored))
