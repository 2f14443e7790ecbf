"""Sort faces into people, under what is known of them.

How is told in `sorter`; the method and its settings were chosen by `tests/bench/compare_clusterers.py` and
`tests/bench/measure_clusters.py`.
"""

import numpy as np
import numpy.typing as npt

from app.clustering.constraints import Constraints, Said
from app.clustering.labels import Labels
from app.clustering.repeats import repeated
from app.clustering.sorter import Before, Sorter
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.arrays import Embedding

FMR = 4e-3
"""The false-match rate whose threshold groups best; each model's calibration gives its own for it."""
THRESHOLD = 0.345
"""That threshold for SFace: the least mean cosine between two groups of one person."""


def cluster(
    vectors: Embedding,
    photo_ids: npt.ArrayLike,
    *,
    said: Said | None = None,
    trust: npt.ArrayLike | None = None,
    threshold: float = THRESHOLD,
    before: Before | None = None,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Labels:
    """Sort faces into people; the same input gives the same labels.

    Args:
        vectors: Unit-length embeddings (N, D).
        photo_ids: The photo of each face (N,): two faces of one photo share a cluster only where they are the
            same one twice (see `repeats`), or are said to be one person.
        said: What the user said of them, if anything.
        trust: How far each face can be trusted (N,), 0 to 1, by default 1: this share of its likeness counts.
            Those of 0 cannot be recognised: they join a cluster of others, but never two.
        threshold: Mean cosine at which two groups are joined, above 0. For another model than SFace take its
            threshold at the false-match rate `FMR`.
        before: What was sorted before, which new faces join. None sorts all anew.
        progress: Told how many faces have been compared.
        cancel: Polled between blocks of work.

    Returns:
        The cluster of each face (N,): 0 is the largest; -1 where no other face belongs to it.

    Raises:
        ValueError: Shapes do not match, a number is no good, or what was said contradicts itself.
        Cancelled: The user stopped it.
    """
    faces, photos = _checked(vectors, photo_ids, threshold)
    if not len(faces):
        return np.empty(0, np.int64)
    share = np.asarray(np.ones(len(faces)) if trust is None else trust, np.float32)
    alike = repeated(faces, photos, share > 0, threshold)
    rules = Constraints.of(photos, said or Said(), alike)
    order = _ordered(faces)
    unsaid = Constraints.of(photos) if before is None else rules  # which only sorting all anew asks for
    sorter = Sorter(faces, share, rules, unsaid, threshold, progress, cancel)
    found = sorter.only(order).sort(before and before.only(order))
    return _ranked(found[np.argsort(order)])


def _checked(vectors: Embedding, photo_ids: npt.ArrayLike, threshold: float) -> tuple[Embedding, Labels]:
    """The vectors, and the photo of each from 0."""
    if threshold <= 0:
        raise ValueError(f"the threshold must be above 0, not {threshold}")
    faces = np.asarray(vectors, np.float32)
    if faces.ndim != 2:
        raise ValueError(f"vectors of shape {faces.shape}, not (N, D)")
    if not np.isfinite(faces).all():
        raise ValueError("a vector is not finite")
    photos = np.unique(np.asarray(photo_ids), return_inverse=True)[1].astype(np.int64)
    if len(photos) != len(faces):
        raise ValueError(f"{len(faces)} vectors but {len(photos)} photos")
    return faces, photos


def _ordered(faces: Embedding) -> npt.NDArray[np.intp]:
    """An order of vectors (N, D) by what they are: that of the input must not matter to what is found."""
    keys = faces.T[:4]
    order = np.argsort(keys[-1])
    told_apart = np.diff(keys[-1, order]) > 0
    return order if told_apart.all() else np.lexsort(keys)


def _ranked(labels: Labels) -> Labels:
    """Number clusters by size, the largest 0, equals by their first face; lone faces become -1."""
    _, first, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(counts), np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(len(counts))
    return np.where(counts[inverse] > 1, rank[inverse], -1)
