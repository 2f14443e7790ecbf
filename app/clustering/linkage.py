"""Average linkage under constraints, over parts rather than single vectors.

The mean cosine between two clusters of unit vectors is the inner product of their mean vectors, so a part is
kept as its mean and its size. Average linkage is reducible (a union is never closer to a third cluster than
the nearer of its two halves was), and stays so when rivals are infinitely far apart; hence merging all pairs
that are each other's nearest, round by round, gives exactly the greedy result (Murtagh 1983) in few rounds.
"""

import numpy as np
from scipy.sparse import csr_array

from app.clustering.constraints import Constraints, Labels, sets_met
from app.core.progress import CancelToken
from app.core.types import Embedding

_BLOCK_BYTES = 64 << 20


def merge(
    vectors: Embedding,
    parts: Labels,
    rules: Constraints,
    threshold: float,
    cancel: CancelToken | None = None,
) -> Labels:
    """Merge parts while two may be one person and their mean cosine reaches the threshold.

    Args:
        vectors: Unit-length float32 (N, D).
        parts: The part each is in, 0, 1, ... without gaps (N,).
        rules: Which faces are different people; no part may hold two of these.
        threshold: Least mean cosine between the faces of two parts.
        cancel: Polled between blocks of work.

    Returns:
        The cluster of each vector, 0, 1, ... without gaps (N,).

    Raises:
        Cancelled: The user stopped it.
    """
    labels = parts
    while True:
        means, met = _means(vectors, labels), sets_met(rules, labels)
        nearest = _nearest(means, met, threshold, cancel)
        own = np.arange(len(nearest))
        paired = (nearest >= 0) & (nearest[nearest] == own)
        if not paired.any():
            return labels
        target = np.where(paired, np.minimum(own, nearest), own)
        labels = np.unique(target[labels], return_inverse=True)[1].astype(np.int64)


def _means(vectors: Embedding, labels: Labels) -> Embedding:
    belongs = csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))))
    return np.asarray((belongs @ vectors) / belongs.sum(axis=1)[:, None], np.float32)


def _nearest(means: Embedding, met: csr_array, threshold: float, cancel: CancelToken | None) -> Labels:
    """The nearest part that each may be merged with (C,), -1 where none reaches the threshold."""
    total = len(means)
    block = max(1, _BLOCK_BYTES // (4 * max(total, 1)))
    nearest = np.full(total, -1, np.int64)
    across = csr_array(met.T)
    for start in range(0, total, block):
        if cancel is not None:
            cancel.check()
        rows = slice(start, start + block)
        similarities = means[rows] @ means.T
        rivals = (met[rows] @ across).tocoo()
        similarities[rivals.row, rivals.col] = -np.inf
        own = np.arange(len(similarities))
        similarities[own, own + start] = -np.inf
        best = similarities.argmax(axis=1)
        nearest[rows] = np.where(similarities[own, best] >= threshold, best, -1)
    return nearest
