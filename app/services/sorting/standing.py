"""The sorting that stands: all faces of the gallery, by clusters whose numbers stay from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.clustering.cluster import FMR
from app.clustering.numbering import renumber
from app.clustering.sorter import NEW, Before
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.decision import Thresholds
from app.gallery import clusters, embeddings, photos
from app.gallery.clusters import Basis
from app.gallery.records import Embeddings, Ids
from app.recognition.decision import threshold_at
from app.services.sorting.grouping import group
from app.services.sorting.told import Told, load_told
from app.services.workspace import Workspace

_METHOD = 3
"""To be raised where faces are sorted by another method, so that all are sorted anew."""
_GROWN = 0.2
"""Share by which a gallery may grow with new faces joining; then all are sorted anew."""


@dataclass(frozen=True, slots=True, eq=False)
class Sorted:
    """All faces, and where they are.

    Attributes:
        stored: The faces.
        numbers: The number of each face's cluster (N,), below 0 for a lone one.
        told: What the user said of them.
    """

    stored: Embeddings
    numbers: Ids
    told: Told


def sort_gallery(
    workspace: Workspace,
    model: str,
    thresholds: Thresholds,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Sorted:
    """Sort all faces into people: new ones join what was sorted before, and clusters keep their numbers.

    Args:
        workspace: The data folder.
        model: Whose vectors are compared.
        thresholds: That model's.
        progress: Told how many faces have been compared.
        cancel: Polled between blocks of work.

    Raises:
        StorageError: The clusters cannot be kept.
        Cancelled: The user stopped it.
    """
    with workspace.db.read() as session:
        stored = embeddings.load(session, model)
        told, by, videos = load_told(session, stored), clusters.basis(session), photos.moments(session)
        numbers, marked = clusters.load(session, stored.face_ids)
    marks = np.array([told.marks.get(face, 0) for face in stored.face_ids.tolist()], np.int64)
    new, changed = numbers == NEW, (marks != marked) & (numbers != NEW)
    wanted = Basis(model, threshold_at(thresholds, FMR), _METHOD, by.whole, by.following)
    anew = wanted != by or len(new) - by.whole > _GROWN * by.whole
    if not (anew or new.any() or changed.any()):
        return Sorted(stored, numbers, told)
    before = None if anew else Before(numbers, changed)
    labels = group(stored, _photos_apart(stored, list(videos)), thresholds, told, before, progress, cancel)
    by = replace(wanted, whole=len(labels) if anew else by.whole)
    return Sorted(stored, _keep(workspace, stored.face_ids, labels, marks, by), told)


def _keep(workspace: Workspace, face_ids: Ids, labels: Ids, marks: Ids, by: Basis) -> Ids:
    """Store where faces are, and return the numbers (N,): another process may have given some meanwhile."""
    with workspace.db.write() as session:
        before, marked = clusters.load(session, face_ids)
        numbers, following = renumber(labels, before, clusters.basis(session).following)
        rows = np.flatnonzero((numbers != before) | (marks != marked))
        by = replace(by, following=following)
        clusters.keep(session, face_ids[rows], numbers[rows], marks[rows], by)
    return numbers


def _photos_apart(stored: Embeddings, videos: Sequence[int]) -> Ids:
    """The photo of each face; those that came from none share none, nor do those of a video, which may show
    somebody again and again."""
    none = (stored.photo_ids < 0) | np.isin(stored.photo_ids, videos)
    return np.where(none, -1 - np.arange(len(stored.photo_ids)), stored.photo_ids)
