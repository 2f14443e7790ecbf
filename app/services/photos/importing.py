"""Photo folders: read into the gallery photo by photo, then clustered into people."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from sqlalchemy.orm import Session

from app.core.errors import ImageError, UsageError
from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.domain.box import Box
from app.domain.failure import Failure
from app.domain.photo import ImportReport
from app.gallery import embeddings, faces, photos
from app.gallery.records import Embeddings, NewFace, PhotoFile
from app.services.photos.matching import as_known, settle
from app.services.photos.reading import Picture, absolute, batches, read_pictures
from app.services.photos.storing import adding
from app.services.sorting.grouping import group
from app.services.workspace import Workspace
from app.vision.picture_files import Found, survey

_BATCH = 16
"""Photos a commit."""
_SAME_FACE = 0.5
"""Overlap of two boxes in one photo, above which they are the same face."""


@dataclass(frozen=True, slots=True)
class Place:
    """A face in a photo: its identifier in the gallery, the photo's path and the box in its pixels."""

    face: int
    path: Path
    box: Box


@dataclass(slots=True)
class Clusters:
    """A folder sorted into people.

    Attributes:
        clusters: Faces of one person each, the largest cluster first.
        unclustered: Faces that resemble no other.
        failed: Inputs that could not be used, each with its reason.
        videos: How many videos in it were left out.
    """

    clusters: list[list[Place]] = field(default_factory=list)
    unclustered: list[Place] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    videos: int = 0


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
    """As `import_folder`; also the gallery's photo of each picture that was read, now or before."""
    found = _survey(folder)
    paths = found.pictures
    result = ImportReport(folder, len(paths), videos=found.videos)
    with workspace.db.write() as session:
        photos.drop_failures(session, absolute(folder), {absolute(path) for path in paths})
    if not paths:
        result.failed.append(Failure(str(folder), "there is no picture in this folder"))
        return result, {}
    settled = settle(workspace, paths, cancel)
    known = dict(settled.known)
    with workspace.db.write() as session:
        photos.take_over(session, settled.known.values(), _SAME_FACE)
    done = len(paths) - len(settled.fresh)
    for batch in batches(read_pictures(workspace.reader(), settled.fresh, cancel), _BATCH):
        known |= _store(workspace, batch)
        result.failed += [Failure(str(one.path), one.failure) for one in batch if one.failure is not None]
        done += len(batch)
        progress(Progress(done, len(paths), batch[-1].path.name))
    return result, known


def _survey(folder: Path) -> Found:
    try:
        return survey(folder)
    except ImageError as error:
        raise UsageError(f"{folder}: {error.what}", why=error.why, remedy=error.remedy) from error


def _store(workspace: Workspace, batch: list[Picture]) -> dict[Path, int]:
    """Commit a batch; return the gallery's photo of each picture that could be read."""
    known = {}
    with adding(workspace, [picture.faces for picture in batch]) as (session, ready):
        for picture, found in zip(batch, ready, strict=True):
            if picture.file is None:
                _record_failure(session, picture)
                continue
            file = as_known(session, picture.file)
            known[picture.path], *_ = photos.record(session, file, _not_stored_yet(session, file, found))
    return known


def _record_failure(session: Session, picture: Picture) -> None:
    """Note why a picture could not be read, and drop the faces of what the file used to show."""
    photo_id, _ = photos.record_failure(session, absolute(picture.path), picture.failure or "")
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


def cluster_folder(
    workspace: Workspace,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Clusters:
    """Sort the faces of all photos below a folder into people.

    Raises:
        UsageError: There is no such folder.
        GalleryError: The gallery cannot be written.
        Cancelled: The user asked to stop; what was read stays in the gallery.
    """
    read, known = read_folder(workspace, folder, progress, cancel)
    result = Clusters(failed=read.failed, videos=read.videos)
    places, stored = _faces_of(workspace, known)
    thresholds = workspace.thresholds(workspace.active_model())
    labels = group(stored, stored.photo_ids, thresholds, progress, cancel)
    result.clusters = [[] for _ in range(int(labels.max(initial=-1)) + 1)]
    for place, label in zip(places, labels.tolist(), strict=True):
        (result.unclustered if label < 0 else result.clusters[label]).append(place)
    return result


def _faces_of(workspace: Workspace, known: Mapping[Path, int]) -> tuple[list[Place], Embeddings]:
    """The faces of photos, by the paths where they lie."""
    model = workspace.active_model()
    paths = {photo: absolute(path) for path, photo in sorted(known.items(), reverse=True)}  # the first copy
    with workspace.db.read() as session:
        stored = embeddings.load(session, model.id)
        rows = np.flatnonzero(np.isin(stored.photo_ids, list(paths)))
        boxes = {face.id: face.box for face in faces.get(session, stored.face_ids[rows].tolist())}
    places = [
        Place(face, paths[photo], boxes[face])
        for face, photo in zip(stored.face_ids[rows].tolist(), stored.photo_ids[rows].tolist(), strict=True)
    ]
    return places, stored.only(rows)
