"""Requests about photos and folders."""

from app.domain.cluster import ClusterCard, ClusterReport, NamedCard, Suggestion
from app.domain.photo import Counts, Folder, ImportReport, Photo
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.photos import (
    GetCounts,
    GetPhoto,
    ImportFolder,
    ListFolders,
    PhotoPicture,
    SortFaces,
)


@answers(ImportFolder)
def import_folder(context: RequestContext, request: ImportFolder) -> ImportReport:
    """Read the pictures below a folder."""
    from app.services.photos import importing as library

    return library.import_folder(context.workspace, request.folder, context.progress, context.cancel)


@answers(SortFaces)
def sort_faces(context: RequestContext, request: SortFaces) -> ClusterReport:
    """Sort stored faces into people."""
    from app.services.sorting import stored as sorting

    found = sorting.sort_faces(context.workspace, request.folder, context.progress, context.cancel)
    return ClusterReport(
        folder=request.folder,
        clusters=tuple(
            ClusterCard(tuple(faces), guess and Suggestion(*guess)) for faces, guess in found.clusters
        ),
        unclustered=tuple(found.unclustered),
        named=tuple(NamedCard(person, name, tuple(faces)) for person, name, faces in found.named),
        aside=tuple(found.aside),
        failed=tuple(found.failed),
    )


@answers(GetCounts)
def get_counts(context: RequestContext, _: GetCounts) -> Counts:
    """How much there is."""
    from app.services.people import browse

    return browse.counts(context.workspace)


@answers(ListFolders)
def list_folders(context: RequestContext, _: ListFolders) -> tuple[Folder, ...]:
    """Folders by path."""
    from app.services.photos import folders

    return tuple(folders.folders(context.workspace))


@answers(GetPhoto)
def get_photo(context: RequestContext, request: GetPhoto) -> Photo:
    """A photo with its faces."""
    from app.services.people import browse

    return browse.photo(context.workspace, request.photo)


@answers(PhotoPicture)
def photo_picture(context: RequestContext, request: PhotoPicture) -> bytes:
    """A photo to look at."""
    from app.services.people import browse
    from app.services.photos import preview as viewing

    found = browse.photo(context.workspace, request.photo)
    return viewing.picture(found.path, request.side)
