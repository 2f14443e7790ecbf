"""Requests about photos and folders."""

from app.domain.changes import Changes
from app.domain.cluster import Clustering
from app.domain.photo import Counts, Folder, ImportReport, Moved, Photo
from app.domain.photo_filter import FoundPhotos
from app.domain.question import Review
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.photos import (
    DrawFace,
    FindFolder,
    FindPhotos,
    GetCounts,
    GetPhoto,
    HalveGroup,
    ImportFolder,
    ListFolders,
    PhotoPicture,
    PhotosOf,
    PhotoThumbnails,
    PlanReview,
    SortFaces,
    WatchFolder,
)


@answers(ImportFolder)
def import_folder(context: RequestContext, request: ImportFolder) -> ImportReport:
    """Read the pictures and videos below a folder."""
    from app.services.photos import importing

    return importing.import_folder(context.workspace, request.folder, context.progress, context.cancel)


@answers(SortFaces)
def sort_faces(context: RequestContext, request: SortFaces) -> Clustering:
    """Sort stored faces into people."""
    from app.services.sorting import stored, strangers

    found = stored.sort_faces(context.workspace, request.folder, context.progress, context.cancel)
    return strangers.set_aside_again(context.workspace, found)


@answers(PlanReview)
def plan_review(context: RequestContext, request: PlanReview) -> Review:
    """Say what to ask."""
    from app.services.sorting import questions

    return questions.plan(context.workspace, request.groups, request.runs)


@answers(HalveGroup)
def halve_group(context: RequestContext, request: HalveGroup) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Say which faces of a group may be one person's, and which another's."""
    from app.services.sorting import regroup

    return regroup.halves(context.workspace, request.faces)


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


@answers(WatchFolder)
def watch_folder(context: RequestContext, request: WatchFolder) -> None:
    """Watch a folder, or not."""
    from app.services.photos import folders

    folders.watch_folder(context.workspace, request.folder, on=request.on)


@answers(FindFolder)
def find_folder(context: RequestContext, request: FindFolder) -> Moved:
    """Find a folder's photos in another place."""
    from app.services.photos import finding

    return finding.find_folder(context.workspace, request.old, request.new, context.progress, context.cancel)


@answers(GetPhoto)
def get_photo(context: RequestContext, request: GetPhoto) -> Photo:
    """A photo with its faces."""
    from app.services.people import browse

    return browse.photo(context.workspace, request.photo)


@answers(PhotosOf)
def photos_of(context: RequestContext, request: PhotosOf) -> dict[int, int]:
    """Where faces are."""
    from app.services.people import browse

    return browse.photos_of(context.workspace, request.faces)


@answers(FindPhotos)
def find_photos(context: RequestContext, request: FindPhotos) -> FoundPhotos:
    """Photos that meet a filter."""
    from app.services.people import browse

    return browse.find_photos(context.workspace, request.wanted)


@answers(PhotoThumbnails)
def photo_thumbnails(context: RequestContext, request: PhotoThumbnails) -> dict[int, bytes]:
    """Photos small."""
    from app.services.photos import preview

    return preview.thumbnails(context.workspace, request.photos, request.side)


@answers(DrawFace)
def draw_face(context: RequestContext, request: DrawFace) -> Changes:
    """Add a face by its box."""
    from app.services.people import drawing

    return drawing.draw_face(
        context.workspace, request.photo, request.box, request.name, apart=request.apart, at=request.at
    )


@answers(PhotoPicture)
def photo_picture(context: RequestContext, request: PhotoPicture) -> bytes:
    """A photo to look at."""
    from app.services.people import browse
    from app.services.photos import preview

    found = browse.photo(context.workspace, request.photo)
    return preview.picture(preview.place(context.workspace, found), request.side, request.at)
