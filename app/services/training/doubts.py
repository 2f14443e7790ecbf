"""Labels that are in doubt: the photos behind them, and the user's word that they are right."""

from collections.abc import Collection, Iterable

from app.domain.changes import Changes
from app.domain.training import Doubt
from app.gallery import photos, trusted
from app.services.workspace import Workspace


def files(workspace: Workspace, doubts: Iterable[Doubt]) -> dict[int, str]:
    """Path of the photo of each face in doubt; those of a camera have none."""
    wanted = [face for doubt in doubts for face in doubt.faces]
    with workspace.db.read() as session:
        return {face: str(path) for face, path in photos.paths_of(session, wanted).items()}


def trust(workspace: Workspace, face_ids: Collection[int]) -> Changes:
    """Keep the labels of these faces from being doubted again, for as long as they bear them."""
    with workspace.db.write() as session:
        return trusted.trust(session, face_ids)
