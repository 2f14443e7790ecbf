"""Adding faces to the gallery with the embedding of the model that decides at the moment of the commit."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.domain.face import Face
from app.gallery import models
from app.gallery.database import Session
from app.gallery.records import NewFace
from app.services.photos.reading import to_store
from app.services.workspace import Workspace


@contextmanager
def adding(
    workspace: Workspace, groups: Sequence[Sequence[Face]]
) -> Iterator[tuple[Session, list[list[NewFace]]]]:
    """Embed faces, open a unit of work, and yield both.

    If another process switched the model while the faces were being embedded, they are embedded again: a
    face is never stored without the active model's embedding.

    Args:
        workspace: The data folder to add to.
        groups: Faces, in as many groups as the caller likes, say one a picture.

    Raises:
        GalleryError: It cannot be written.
        ModelError: The model switched to cannot be loaded.
    """
    while True:
        ready = _embedded(workspace, groups)
        model_id = workspace.reader().embedder.model_id
        with workspace.db.write() as session:
            if models.active(session) == model_id:
                yield session, ready
                return


def _embedded(workspace: Workspace, groups: Sequence[Sequence[Face]]) -> list[list[NewFace]]:
    reader = workspace.reader()
    found = reader.embed([face for group in groups for face in group])
    rows = zip(found.vectors, found.lengths.tolist(), strict=True)
    return [[to_store(face, next(rows), reader.embedder.model_id) for face in group] for group in groups]
