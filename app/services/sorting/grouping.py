"""Sorting stored faces into people by their model's thresholds, those of a folder or of the whole gallery."""

import numpy.typing as npt

from app.clustering.cluster import FMR, cluster
from app.clustering.constraints import Said
from app.clustering.labels import Labels
from app.clustering.sorter import Before
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.decision import Thresholds
from app.gallery.records import Embeddings
from app.recognition.decision import threshold_at, trust
from app.services.sorting.told import Told


def group(
    stored: Embeddings,
    photo_ids: npt.ArrayLike,
    thresholds: Thresholds,
    told: Told,
    before: Before | None = None,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Labels:
    """Sort faces into people, as `cluster` does.

    Args:
        stored: The faces.
        photo_ids: The photo of each (N,); faces that came from none share none.
        thresholds: Of the model that embedded them.
        told: What the user said of these faces.
        before: What was sorted before, which new faces join; None sorts all anew.
        progress: Told how many have been compared.
        cancel: Polled between blocks of work.

    Raises:
        Cancelled: The user stopped it.
    """
    return cluster(
        stored.vectors,
        photo_ids,
        said=Said(told.apart, told.one, [told.different]),
        trust=trust(stored.lengths, thresholds),
        threshold=threshold_at(thresholds, FMR),
        before=before,
        progress=progress,
        cancel=cancel,
    )
