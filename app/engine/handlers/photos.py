"""Requests about photos and folders."""

from app.engine.cards import face_card, photo_card
from app.engine.desk import Desk
from app.engine.registry import answers
from app.engine.requests import ClusterFolder, GetPhoto, ImportFolder, ListPhotos, PhotoPicture
from app.engine.views import ClusterCard, ClusterReport, FaceCard, ImportReport, PhotoCard, Suggestion


@answers(ImportFolder)
def import_folder(desk: Desk, asked: ImportFolder) -> ImportReport:
    """Read the pictures below a folder."""
    from app.services import browse, library

    failed = library.import_folder(desk.workspace, asked.folder, desk.progress, desk.cancel)
    count = len(browse.all_photos(desk.workspace, asked.folder))
    return ImportReport(asked.folder, count, tuple(failed))


@answers(ClusterFolder)
def cluster_folder(desk: Desk, asked: ClusterFolder) -> ClusterReport:
    """Read a folder and sort its faces into people."""
    from app.services import browse, library, suggest

    found = library.cluster_folder(desk.workspace, asked.folder, desk.progress, desk.cancel)
    groups = [[place.face for place in places] for places in found.clusters]
    alone = [place.face for place in found.unclustered]
    stored = browse.get_faces(desk.workspace, [*alone, *(face for group in groups for face in group)])
    cards = {face.id: face_card(face) for face in stored}
    guesses = suggest.suggest(desk.workspace, groups)
    return ClusterReport(
        asked.folder,
        tuple(
            ClusterCard(_best_first(cards, group), guess and Suggestion(*guess))
            for group, guess in zip(groups, guesses, strict=True)
        ),
        _best_first(cards, alone),
        tuple(found.failed),
    )


def _best_first(cards: dict[int, FaceCard], faces: list[int]) -> tuple[FaceCard, ...]:
    found = [cards[face] for face in faces if face in cards]
    return tuple(sorted(found, key=lambda face: face.quality.overall, reverse=True))


@answers(ListPhotos)
def list_photos(desk: Desk, asked: ListPhotos) -> tuple[PhotoCard, ...]:
    """Photos by path."""
    from app.services import browse

    return tuple(map(photo_card, browse.all_photos(desk.workspace, asked.folder)))


@answers(GetPhoto)
def get_photo(desk: Desk, asked: GetPhoto) -> PhotoCard:
    """A photo with its faces."""
    from app.services import browse

    return photo_card(*browse.photo(desk.workspace, asked.photo))


@answers(PhotoPicture)
def photo_picture(desk: Desk, asked: PhotoPicture) -> bytes:
    """A photo to look at."""
    from app.services import browse, viewing

    found, _ = browse.photo(desk.workspace, asked.photo)
    return viewing.picture(found.path, asked.side)
