"""Sorting the photos of a folder into people, after reading them into the gallery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.box import Box
from app.domain.failure import Failure
from app.gallery import embeddings, faces
from app.gallery.records import Embeddings
from app.services.photos.importing import read_folder
from app.services.photos.reading import absolute
from app.services.sorting.grouping import group
from app.services.sorting.told import load_told
from app.services.workspace import Workspace


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
        skipped: How much else lies in it, which was left out, by kind; see `trainer.pictures.Found`.
    """

    clusters: list[list[Place]] = field(default_factory=list)
    unclustered: list[Place] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)


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
    result = Clusters(failed=read.failed, skipped=read.skipped)
    places, stored = _faces_of(workspace, known)
    thresholds = workspace.thresholds(workspace.active_model())
    with workspace.db.read() as session:
        told = load_told(session, stored)
    labels = group(stored, stored.photo_ids, thresholds, told, progress, cancel)
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
