"""The sorting that stands: all faces of the gallery, by clusters whose numbers stay from one to the next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.clustering.cluster import FMR
from app.clustering.labels import NEW
from app.clustering.numbering import renumber
from app.clustering.sorter import Before
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
    marks = _marks(stored.face_ids, told)
    new, changed = numbers == NEW, (marks != marked) & (numbers != NEW)
    wanted = replace(by, model=model, threshold=threshold_at(thresholds, FMR), method=_METHOD)
    anew = wanted != by or len(new) - by.whole > _GROWN * by.whole
    if not (anew or new.any() or changed.any()):
        return Sorted(stored, numbers, told)
    before = None if anew else Before(numbers, changed)
    labels = group(stored, _photos_apart(stored, list(videos)), thresholds, told, before, progress, cancel)
    wanted = replace(wanted, whole=len(labels) if anew else by.whole)
    kept = _keep(workspace, stored.face_ids, (labels, marks), (numbers, marked), wanted)
    return Sorted(stored, kept, told)


def _marks(face_ids: Ids, told: Told) -> Ids:
    """A mark of what was said of each face (N,), 0 for nothing."""
    marks = np.zeros(len(face_ids), np.int64)
    said = np.array(list(told.marks.items()), np.int64).reshape(-1, 2)
    here = np.isin(said[:, 0], face_ids)
    marks[np.searchsorted(face_ids, said[here, 0])] = said[here, 1]
    return marks


def _keep(
    workspace: Workspace, face_ids: Ids, now: tuple[Ids, Ids], before: tuple[Ids, Ids], by: Basis
) -> Ids:
    """Store where faces are, and return the numbers (N,).

    Args:
        workspace: The data folder.
        face_ids: The faces (N,).
        now: The cluster of each (N,), below 0 for a lone one, and its mark (N,).
        before: The same as was stored when they were read; another process may have stored others meanwhile.
        by: What they were sorted by, and how often that was done when they were read.
    """
    labels, marks = now
    with workspace.db.write() as session:
        last = clusters.basis(session)
        numbered, marked = before if last.times == by.times else clusters.load(session, face_ids)
        numbers, following = renumber(labels, numbered, last.following)
        rows = np.flatnonzero((numbers != numbered) | (marks != marked))
        by = replace(by, following=following, times=last.times + 1)
        clusters.keep(session, face_ids[rows], numbers[rows], marks[rows], by)
    return numbers


def _photos_apart(stored: Embeddings, videos: Sequence[int]) -> Ids:
    """The photo of each face; those that came from none share none, nor do those of a video, which may show
    somebody again and again."""
    none = (stored.photo_ids < 0) | np.isin(stored.photo_ids, videos)
    return np.where(none, -1 - np.arange(len(stored.photo_ids)), stored.photo_ids)
