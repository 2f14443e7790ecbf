"""Sorting stored faces into people by their model's thresholds, those of a folder or of the whole gallery."""

from collections import defaultdict
from collections.abc import Mapping, Set

import numpy as np
import numpy.typing as npt

from app.clustering.cluster import FMR, cluster
from app.clustering.constraints import Labels
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.decision import Thresholds
from app.gallery.records import Embeddings
from app.recognition.decision import recognisable, threshold_at

_SURER = 1.18
"""Joining others takes more than being recognisable: an embedding so many times as long as the limit. Of 200
spoilt faces among 700 good ones, a cluster of five or more then held none of somebody else."""


def group(
    stored: Embeddings,
    photo_ids: npt.ArrayLike,
    thresholds: Thresholds,
    denied: Mapping[int, Set[int]],
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Labels:
    """Sort faces into people, as `cluster` does.

    Args:
        stored: The faces.
        photo_ids: The photo of each (N,); faces that came from none share none.
        thresholds: Of the model that embedded them.
        denied: People of whom the user said that a face is not theirs, by face: it joins none that is.
        progress: Told how many have been compared.
        cancel: Polled between blocks of work.

    Raises:
        Cancelled: The user stopped it.
    """
    return cluster(
        stored.vectors,
        photo_ids,
        cannot_link=_apart(stored, denied),
        recognisable=recognisable(stored.lengths / _SURER, thresholds),
        threshold=threshold_at(thresholds, FMR),
        progress=progress,
        cancel=cancel,
    )


def _apart(stored: Embeddings, denied: Mapping[int, Set[int]]) -> list[tuple[list[int], list[int]]]:
    """For each person the faces (row numbers) that are not theirs, and those that are."""
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, face in enumerate(stored.face_ids.tolist()):
        for person in denied.get(face, ()):
            rows[person].append(row)
    return [(rows[one], np.flatnonzero(stored.person_ids == one).tolist()) for one in sorted(rows)]
