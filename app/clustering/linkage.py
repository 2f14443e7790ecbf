"""Average linkage under constraints, over parts rather than single vectors.

The mean cosine between two clusters of unit vectors is the inner product of their mean vectors, so a part is
kept as its mean and its size. Average linkage is reducible (a union is never closer to a third cluster than
the nearer of its two halves was), and stays so when rivals are infinitely far apart; hence merging all pairs
that are each other's nearest, round by round, gives exactly the greedy result (Murtagh 1983) in few rounds.
"""

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from app.clustering.constraints import Constraints, Labels, opposites, sets_met
from app.core.progress import CancelToken
from app.domain.arrays import Embedding

_BLOCK_BYTES = 64 << 20
_NOBODY, _UNSEEN = -1, -2


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
    labels, nearest = parts, np.full(int(parts.max(initial=-1)) + 1, _UNSEEN)
    while True:
        means, met = means_of(vectors, labels), sets_met(rules, labels)
        _look(nearest, means, met, opposites(rules, met), threshold, cancel)
        paired = _paired(nearest)
        if not paired.any():
            return labels
        number = _renumber(nearest, paired)
        nearest, labels = _still_valid(nearest, paired, number), number[labels]


def _paired(nearest: Labels) -> npt.NDArray[np.bool_]:
    """Which parts are each other's nearest; while any has one, at least one pair is."""
    own = np.arange(len(nearest))
    paired: npt.NDArray[np.bool_] = (nearest >= 0) & (nearest[nearest] == own)
    if not paired.any() and (nearest >= 0).any():  # equal but for rounding, around a circle: cut it open
        one = int(np.argmax(nearest >= 0))
        nearest[nearest[one]] = one
        paired[[one, nearest[one]]] = True
    return paired


def _renumber(nearest: Labels, paired: npt.NDArray[np.bool_]) -> Labels:
    """The new number of each part, the same for the two of a pair."""
    own = np.arange(len(nearest))
    target = np.where(paired, np.minimum(own, nearest), own)
    return np.unique(target, return_inverse=True)[1].astype(np.int64)


def _still_valid(nearest: Labels, paired: npt.NDArray[np.bool_], number: Labels) -> Labels:
    """Carry over what reducibility keeps true: who is nearest to a part, unless either was just merged."""
    kept = ~paired & ((nearest < 0) | ~paired[nearest])
    carried = np.full(int(number.max()) + 1, _UNSEEN)
    carried[number[kept]] = np.where(nearest[kept] >= 0, number[nearest[kept]], _NOBODY)
    return carried


def means_of(vectors: Embedding, labels: Labels) -> Embedding:
    """Mean vector of each part (C, D); its inner product with a unit vector is the mean cosine."""
    belongs = csr_array((np.ones(len(labels)), (labels, np.arange(len(labels)))))
    return np.asarray((belongs @ vectors) / belongs.sum(axis=1)[:, None], np.float32)


def _look(
    nearest: Labels,
    means: Embedding,
    met: csr_array,
    across: csr_array,
    threshold: float,
    cancel: CancelToken | None,
) -> None:
    """Fill in the nearest part of each whose is not known: one it may join and is close enough to."""
    unseen = np.flatnonzero(nearest == _UNSEEN)
    block = max(1, _BLOCK_BYTES // (4 * max(len(means), 1)))
    for start in range(0, len(unseen), block):
        if cancel is not None:
            cancel.check()
        rows = unseen[start : start + block]
        similarities = means[rows] @ means.T
        rivals = (met[rows] @ across).tocoo()
        similarities[rivals.row, rivals.col] = -np.inf
        own = np.arange(len(rows))
        similarities[own, rows] = -np.inf
        best = similarities.argmax(axis=1)
        nearest[rows] = np.where(similarities[own, best] >= threshold, best, _NOBODY)
