"""Sorting the photos of a folder into people, after reading them into the gallery."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.box import Box
from app.domain.failure import Failure
from app.gallery import faces
from app.gallery.records import Embeddings
from app.services.photos.importing import read_folder
from app.services.photos.reading import absolute
from app.services.sorting.standing import sort_gallery
from app.services.sorting.stored import alone
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
        numbers: The number of each cluster, which stays with it from one sorting to the next.
        unclustered: Faces that resemble no other.
        failed: Inputs that could not be used, each with its reason.
        skipped: How much else lies in it, which was left out, by kind; see `trainer.pictures.Found`.
    """

    clusters: list[list[Place]] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
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
    model = workspace.active_model()
    found = sort_gallery(workspace, model.id, workspace.thresholds(model), progress, cancel)
    places = _places(workspace, known, found.stored)
    lone = alone(found.numbers, np.full_like(found.numbers, -1), np.array(list(places), np.intp))
    groups: dict[int, list[Place]] = {}
    for (row, place), single in zip(places.items(), lone.tolist(), strict=True):
        mine = result.unclustered if single else groups.setdefault(int(found.numbers[row]), [])
        mine.append(place)
    by_size = sorted(groups.items(), key=lambda one: (-len(one[1]), one[0]))
    result.numbers, result.clusters = [number for number, _ in by_size], [mine for _, mine in by_size]
    return result


def _places(workspace: Workspace, known: Mapping[Path, int], stored: Embeddings) -> dict[int, Place]:
    """Where the faces of photos are, by their rows, by the paths where the photos lie."""
    paths = {photo: absolute(path) for path, photo in sorted(known.items(), reverse=True)}  # the first copy
    rows = np.flatnonzero(np.isin(stored.photo_ids, list(paths)))
    with workspace.db.read() as session:
        boxes = {face.id: face.box for face in faces.get(session, stored.face_ids[rows].tolist())}
    return {
        row: Place(face, paths[photo], boxes[face])
        for row, face, photo in zip(
            rows.tolist(), stored.face_ids[rows].tolist(), stored.photo_ids[rows].tolist(), strict=True
        )
        if face in boxes
    }
