"""Average linkage under constraints, over parts rather than single vectors.

The mean cosine between two clusters of unit vectors is the inner product of their mean vectors, so a part is
kept as the sum of its vectors and its size. Pairs that are each other's nearest are merged round by round,
which gives the greedy result in few rounds (Murtagh 1983): average linkage is reducible (a union is never
closer to a third cluster than the nearer of its halves was), and stays so when rivals are infinitely far
apart.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from app.clustering.constraints import Constraints, Labels, opposites, sets_met
from app.core.progress import CancelToken
from app.domain.arrays import Embedding

_BLOCK_BYTES = 64 << 20
_NOBODY, _UNSEEN = -1, -2


@dataclass(frozen=True, eq=False)
class _Parts:
    """Parts to be merged: sums of their vectors (C, D), sizes (C,), and the sets that they meet (C, sets)."""

    sums: Embedding
    sizes: npt.NDArray[np.float32]
    met: csr_array

    @classmethod
    def of(cls, vectors: Embedding, labels: Labels, rules: Constraints) -> "_Parts":
        """The parts that these labels (N,) make."""
        sizes = np.bincount(labels).astype(np.float32)
        return cls(_belonging(labels, len(sizes)) @ vectors, sizes, sets_met(rules, labels))

    @property
    def means(self) -> Embedding:
        """Mean vector of each (C, D)."""
        return self.sums / self.sizes[:, None]

    def merged(self, number: Labels) -> "_Parts":
        """The parts that have one number put together."""
        count = int(number.max()) + 1
        together = _belonging(number, count)
        met = csr_array(_belonging(number, count, np.int32) @ self.met)
        return _Parts(together @ self.sums, together @ self.sizes, met)


def merge(
    vectors: Embedding,
    parts: Labels,
    rules: Constraints,
    threshold: float,
    *,
    share: float = 0.0,
    settled: npt.NDArray[np.bool_] | None = None,
    cancel: CancelToken | None = None,
) -> Labels:
    """Merge parts while two may be one person and their mean cosine reaches the threshold.

    Args:
        vectors: Unit-length float32 (N, D).
        parts: The part each is in, 0, 1, ... without gaps (N,).
        rules: Which faces are different people; no part may hold two of these.
        threshold: Least mean cosine between the faces of two parts.
        share: Least mean cosine between the faces of two parts, as a share of the mean within them.
        settled: Parts (C,) no two of which belong together: they are compared with the others only.
        cancel: Polled between blocks of work.

    Returns:
        The cluster of each vector, 0, 1, ... without gaps (N,).

    Raises:
        Cancelled: The user stopped it.
    """
    labels, now = parts, _Parts.of(vectors, parts, rules)
    look = _Nearest.of(len(now.sizes), settled)
    back = settled is not None and bool(settled.any())
    while True:
        look.fill(now, opposites(rules, now.met), threshold, share, cancel, back=back)
        paired = look.paired()
        if not paired.any():
            return labels
        number = look.renumber(paired)
        look, now, labels = look.carried(paired, number), now.merged(number), number[labels]


@dataclass(frozen=True, eq=False)
class _Nearest:
    """Which part is nearest to each (C,), and how near (C,)."""

    part: Labels
    value: npt.NDArray[np.float32]

    @classmethod
    def of(cls, count: int, settled: npt.NDArray[np.bool_] | None) -> "_Nearest":
        unseen = np.full(count, _UNSEEN)
        part = unseen if settled is None else np.where(settled, _NOBODY, unseen)
        return cls(part, np.full(count, -np.inf, np.float32))

    def fill(
        self,
        now: _Parts,
        across: csr_array,
        threshold: float,
        share: float,
        cancel: CancelToken | None,
        *,
        back: bool,
    ) -> None:
        """Look for the nearest part of each whose is not known: one it may join and is close enough to.

        Those found look `back`, if wanted: they may have known none, or one that is less near.
        """
        unseen = np.flatnonzero(self.part == _UNSEEN)
        means, within = now.means, share / 2 * tightness(now.sums, now.sizes)
        known = self.part != _UNSEEN
        block = max(1, _BLOCK_BYTES // (4 * max(len(means), 1)))
        for start in range(0, len(unseen), block):
            if cancel is not None:
                cancel.check()
            rows = unseen[start : start + block]
            similarities = means[rows] @ means.T
            rivals = (now.met[rows] @ across).tocoo()
            similarities[rivals.row, rivals.col] = -np.inf
            own = np.arange(len(rows))
            similarities[own, rows] = -np.inf
            if share:
                _veto(similarities, within[rows], within, threshold)
            best = similarities.argmax(axis=1)
            values = similarities[own, best]
            self.part[rows] = np.where(values >= threshold, best, _NOBODY)
            self.value[rows] = values
            if back:
                best, values = similarities.argmax(axis=0), similarities.max(axis=0)
                nearer = np.flatnonzero(known & (values >= threshold) & (values > self.value))
                self.part[nearer], self.value[nearer] = rows[best[nearer]], values[nearer]

    def paired(self) -> npt.NDArray[np.bool_]:
        """Which parts are each other's nearest; while any has one, at least one pair is."""
        nearest, own = self.part, np.arange(len(self.part))
        paired: npt.NDArray[np.bool_] = (nearest >= 0) & (nearest[nearest] == own)
        if not paired.any() and (nearest >= 0).any():  # equal but for rounding, around a circle: cut it open
            one = int(np.argmax(np.where(nearest >= 0, self.value, -np.inf)))
            nearest[nearest[one]] = one
            paired[[one, nearest[one]]] = True
        return paired

    def renumber(self, paired: npt.NDArray[np.bool_]) -> Labels:
        """The new number of each part, the same for the two of a pair."""
        own = np.arange(len(self.part))
        target = np.where(paired, np.minimum(own, self.part), own)
        return np.unique(target, return_inverse=True)[1].astype(np.int64)

    def carried(self, paired: npt.NDArray[np.bool_], number: Labels) -> "_Nearest":
        """What stays true: who is nearest to a part, unless either was just merged."""
        kept = ~paired & ((self.part < 0) | ~paired[self.part])
        carried = _Nearest.of(int(number.max()) + 1, None)
        carried.part[number[kept]] = np.where(self.part[kept] >= 0, number[self.part[kept]], _NOBODY)
        carried.value[number[kept]] = self.value[kept]
        return carried


def tightness(sums: Embedding, sizes: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Mean cosine of all pairs in each part (C,), 0 where there is none; `sums` are its vectors' (C, D)."""
    pairs = sizes * (sizes - 1)
    within = np.einsum("ij,ij->i", sums, sums) - sizes
    found = np.divide(within, pairs, out=np.zeros_like(within), where=pairs > 0)
    return np.asarray(found, np.float32)


def _veto(
    similarities: npt.NDArray[np.float32],
    mine: npt.NDArray[np.float32],
    within: npt.NDArray[np.float32],
    threshold: float,
) -> None:
    """Let no two parts (M, C) be joined that are less alike than theirs (M,) and (C,) ask for together."""
    tight = np.flatnonzero(mine + within.max(initial=0) > threshold)
    one, other = np.nonzero(similarities[tight] >= threshold)
    one = tight[one]
    far = similarities[one, other] < mine[one] + within[other]
    similarities[one[far], other[far]] = -np.inf


def tightness_of(vectors: Embedding, labels: Labels) -> tuple[npt.NDArray[np.float32], Labels]:
    """Mean cosine of all pairs in each part (C,), 0 where there is none, and how many vectors it has (C,)."""
    sizes = np.bincount(labels)
    return tightness(_belonging(labels, len(sizes)) @ vectors, sizes.astype(np.float32)), sizes


def means_of(vectors: Embedding, labels: Labels, count: int) -> Embedding:
    """Mean vector of each of so many parts (C, D), 0 of an empty one; times a unit vector: mean cosine."""
    sizes = np.bincount(labels, minlength=count).astype(np.float32)
    return np.asarray(_belonging(labels, count) @ vectors / np.maximum(sizes, 1)[:, None], np.float32)


def _belonging(labels: Labels, count: int, kind: type[np.generic] = np.float32) -> csr_array:
    """Which rows each label has (C, N), as ones."""
    total = len(labels)
    return csr_array((np.ones(total, kind), (labels, np.arange(total))), shape=(count, total))
