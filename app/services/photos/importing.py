"""Reading photo folders into the gallery, photo by photo."""

from pathlib import Path

from app.core.errors import ImageError, UsageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import NOTHING, quote, say
from app.domain.failure import Failure
from app.domain.photo import ImportReport
from app.gallery import faces, photos
from app.gallery.database import Session
from app.gallery.records import NewFace, PhotoFile
from app.services.photos.matching import as_stored, match_files
from app.services.photos.reading import Picture, absolute, batches, read_pictures
from app.services.photos.storing import adding
from app.services.workspace import Workspace
from app.vision.picture_files import Found, survey

_BATCH = 16
"""Photos a commit."""
_SAME_FACE = 0.5
"""Overlap of two boxes in one photo, above which they are the same face."""


def import_folder(
    workspace: Workspace,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> ImportReport:
    """Read every picture below a folder that the gallery does not know yet: by content, wherever it lies.

    Committed batch by batch: a stopped import goes on where it was. What could not be read is tried again.

    Raises:
        UsageError: There is no such folder.
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop; what was committed stays.
    """
    return read_folder(workspace, folder, progress, cancel)[0]


def read_folder(
    workspace: Workspace,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> tuple[ImportReport, dict[Path, int]]:
    """Do what `import_folder` does; also return the gallery's photo of each picture read, now or before."""
    found = _survey(folder)
    paths = found.pictures
    result = ImportReport(folder, len(paths), videos=found.videos)
    with workspace.db.write() as session:
        photos.drop_failures(session, absolute(folder), {absolute(path) for path in paths})
    if not paths:
        result.failed.append(Failure(str(folder), say("there is no picture in this folder")))
        return result, {}
    matched = match_files(workspace, paths, cancel)
    known = dict(matched.known)
    with workspace.db.write() as session:
        photos.take_over(session, matched.known.values(), _SAME_FACE)
    done = len(paths) - len(matched.fresh)
    for batch in batches(read_pictures(workspace.reader(), matched.fresh, cancel), _BATCH):
        known |= _store(workspace, batch)
        result.failed += [Failure(str(one.path), one.failure) for one in batch if one.failure is not None]
        done += len(batch)
        progress(Progress(done, len(paths), quote(batch[-1].path.name)))
    return result, known


def _survey(folder: Path) -> Found:
    try:
        return survey(folder)
    except ImageError as error:
        raise UsageError(
            say("{folder}: {problem}", folder=folder, problem=error.what),
            why=quote(error.why),
            remedy=quote(error.remedy),
        ) from error


def _store(workspace: Workspace, batch: list[Picture]) -> dict[Path, int]:
    """Commit a batch; return the gallery's photo of each picture that could be read."""
    known = {}
    with adding(workspace, [picture.faces for picture in batch]) as (session, ready):
        for picture, found in zip(batch, ready, strict=True):
            if picture.file is None:
                _record_failure(session, picture)
                continue
            file = as_stored(session, picture.file)
            known[picture.path], *_ = photos.record(session, file, _not_stored_yet(session, file, found))
    return known


def _record_failure(session: Session, picture: Picture) -> None:
    """Note why a picture could not be read, and drop the faces of what the file used to show."""
    photo_id, _ = photos.record_failure(session, absolute(picture.path), picture.failure or NOTHING)
    photos.drop_unnamed(session, photo_id)


def _not_stored_yet(session: Session, file: PhotoFile, found: list[NewFace]) -> list[NewFace]:
    """Leave out the faces that the gallery has, and drop those it has of what the file used to show."""
    known = photos.lookup(session, file.path)
    if known is None:
        return found
    if known.sha256 != file.sha256:
        photos.drop_unnamed(session, known.id)
        return found
    photos.take_over(session, [known.id], _SAME_FACE)
    stored = [face.box for face in faces.of_photo(session, known.id)]
    return [face for face in found if not any(face.box.iou(box) > _SAME_FACE for box in stored)]
