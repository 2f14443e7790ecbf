"""Average linkage under constraints, over parts rather than single vectors.

The mean cosine between two clusters of unit vectors is the inner product of their mean vectors, so a part is
kept as the mean of its vectors and its size. A vector shorter than 1 counts that share of its cosines. Pairs
that are each other's nearest are merged round by round, which gives the greedy result in few rounds (Murtagh
1983): average linkage is reducible (a union is never closer to a third cluster than the nearer of its halves
was), and stays so when rivals are infinitely far apart. For the same reason what was once found bounds how
near a part can be to any other, so that most need not be looked at again after each round (Müllner 2011).
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from app.clustering.constraints import Constraints, opposites, sets_met
from app.clustering.labels import Labels
from app.core.progress import CancelToken
from app.domain.arrays import Embedding

_BLOCK_BYTES = 64 << 20
_LEEWAY = 0.01
"""Parts at most so much farther than the nearest pair are looked at in the same round."""
_NOBODY = -1


@dataclass(frozen=True, eq=False)
class _Parts:
    """Parts to be merged.

    Attributes:
        means: Mean vector of each (C, D).
        sizes: How many vectors it has (C,).
        squares: Sum of their squared lengths (C,).
        tight: Mean cosine of all pairs in it (C,), 0 where there is none.
        met: The sets that it meets (C, sets).
    """

    means: Embedding
    sizes: npt.NDArray[np.float32]
    squares: npt.NDArray[np.float32]
    tight: npt.NDArray[np.float32]
    met: csr_array

    @classmethod
    def of(cls, vectors: Embedding, labels: Labels, rules: Constraints) -> "_Parts":
        """The parts that these labels (N,) make."""
        sizes = np.bincount(labels).astype(np.float32)
        sums, squares = _belonging(labels, len(sizes)) @ vectors, _squares(vectors, labels)
        tight = tightness(sums, sizes, squares)
        return cls(sums / sizes[:, None], sizes, squares, tight, sets_met(rules, labels))

    def merged(self, pairs: Labels, number: Labels) -> "_Parts":
        """These parts (P, 2) put together, and all numbered anew (C,)."""
        kept = np.ones(len(number), np.bool_)
        kept[pairs[:, 1]] = False
        means, sizes, squares, tight = (
            each[kept] for each in (self.means, self.sizes, self.squares, self.tight)
        )
        at, sums = number[pairs[:, 0]], (self.means[pairs] * self.sizes[pairs, None]).sum(axis=1)
        sizes[at], squares[at] = self.sizes[pairs].sum(axis=1), self.squares[pairs].sum(axis=1)
        means[at], tight[at] = sums / sizes[at, None], tightness(sums, sizes[at], squares[at])
        met = (
            csr_array(_belonging(number, len(sizes), np.int32) @ self.met) if self.met.nnz else self.met[kept]
        )
        return _Parts(means, sizes, squares, tight, met)


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
        vectors: Float32 (N, D), of length 1 or shorter.
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
        look.renew(_Likeness.of(now, rules, share), threshold, cancel, back=back)
        pairs = look.pairs()
        if len(pairs):
            number = _renumbered(pairs, len(now.sizes))
            look, now, labels = look.carried(pairs, number), now.merged(pairs, number), number[labels]
        elif not look.stale.any():
            return labels


@dataclass(frozen=True, eq=False)
class _Likeness:
    """How alike parts are: their means (C, D), what a tight one asks of others (C,), and who is whose rival.

    Attributes:
        met: The sets that each meets (C, sets).
        across: The sets that each cannot meet (sets, C); None where nobody meets any.
    """

    means: Embedding
    asked: npt.NDArray[np.float32]
    met: csr_array
    across: csr_array | None

    @classmethod
    def of(cls, now: _Parts, rules: Constraints, share: float) -> "_Likeness":
        """That of these parts; two of them are to be as alike as `share` of what they are in themselves."""
        across = opposites(rules, now.met) if now.met.nnz else None
        asked = share / 2 * now.tight if share else np.full(len(now.tight), -np.inf, np.float32)
        return cls(now.means, asked, now.met, across)

    def between(self, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.float32]:
        """Mean cosines (R, C) of these parts with all; minus infinity with itself and with rivals."""
        found = self.means[rows] @ self.means.T
        if self.across is not None:
            rivals = (self.met[rows] @ self.across).tocoo()
            found[rivals.row, rivals.col] = -np.inf
        found[np.arange(len(rows)), rows] = -np.inf
        return np.asarray(found)

    def veto(self, rows: npt.NDArray[np.intp], cosines: npt.NDArray[np.float32]) -> None:
        """Let no two be joined that are less alike than they ask for together."""
        cosines[cosines < self.asked[rows, None] + self.asked] = -np.inf


@dataclass(frozen=True, eq=False)
class _Nearest:
    """Which part is nearest to each (C,) and how near (C,), or at most so near where that is stale (C,)."""

    part: Labels
    value: npt.NDArray[np.float32]
    stale: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, count: int, settled: npt.NDArray[np.bool_] | None) -> "_Nearest":
        stale = np.ones(count, np.bool_) if settled is None else ~settled
        return cls(np.full(count, _NOBODY), np.where(stale, np.inf, -np.inf).astype(np.float32), stale)

    def renew(self, likeness: _Likeness, threshold: float, cancel: CancelToken | None, *, back: bool) -> None:
        """Look again for the nearest of the stale parts that may be nearest of all, or nearly so.

        The others can wait: as nothing comes closer by merging, most are merged or farther off by then. Those
        found look `back`, if wanted: they may have known none, or one that is less near.
        """
        stale = np.flatnonzero(self.stale)
        due = stale[self.value[stale] >= self.value[stale].max(initial=-np.inf) - _LEEWAY]
        known = ~self.stale
        block = max(1, _BLOCK_BYTES // (4 * max(len(known), 1)))
        for start in range(0, len(due), block):
            if cancel is not None:
                cancel.check()
            rows = due[start : start + block]
            cosines = likeness.between(rows)
            if back:
                likeness.veto(rows, cosines)
            best, values = _best(cosines)
            asked = likeness.asked[rows] + likeness.asked[best]
            again = np.flatnonzero((values >= threshold) & (values < asked))
            if len(again):
                some = cosines[again]
                likeness.veto(rows[again], some)
                best[again], values[again] = _best(some)
            self.part[rows] = np.where(values >= threshold, best, _NOBODY)
            self.value[rows] = values
            if back:
                self._look_back(rows, cosines, known & (cosines.max(axis=0) >= threshold))
        self.stale[due] = False

    def _look_back(
        self, rows: npt.NDArray[np.intp], cosines: npt.NDArray[np.float32], known: npt.NDArray[np.bool_]
    ) -> None:
        """Let parts that are known (C,) hear of these rows, by their cosines (R, C)."""
        best, values = _best(cosines.T)
        nearer = np.flatnonzero(known & (values > self.value))
        self.part[nearer], self.value[nearer] = rows[best[nearer]], values[nearer]

    def pairs(self) -> Labels:
        """Parts that are each other's nearest (P, 2); if any has one and none is stale, there is a pair."""
        nearest, own = np.where(self.stale, _NOBODY, self.part), np.arange(len(self.part))
        one = np.flatnonzero((nearest > own) & (nearest[nearest] == own))
        if not (len(one) or self.stale.any()) and (nearest >= 0).any():
            one = np.argmax(np.where(nearest >= 0, self.value, -np.inf), keepdims=True)  # all in a circle
        return np.sort(np.stack([one, nearest[one]], axis=1))

    def carried(self, pairs: Labels, number: Labels) -> "_Nearest":
        """What stays true: who is nearest to a part, unless either was just merged."""
        near, paired = self.part >= 0, np.zeros(len(self.part), np.bool_)
        paired[pairs] = True
        carried = _Nearest.of(int(number.max()) + 1, None)
        carried.part[number] = np.where(near, number[self.part], _NOBODY)
        carried.value[number] = self.value
        carried.stale[number] = self.stale | paired | (near & paired[self.part])
        return carried


def _renumbered(pairs: Labels, count: int) -> Labels:
    """The new number of each of so many parts, the same for the two of a pair (P, 2)."""
    kept = np.ones(count, np.bool_)
    kept[pairs[:, 1]] = False
    number = np.cumsum(kept) - 1
    number[pairs[:, 1]] = number[pairs[:, 0]]
    return np.asarray(number)


def _best(cosines: npt.NDArray[np.float32]) -> tuple[Labels, npt.NDArray[np.float32]]:
    """The greatest of each row, where and how much."""
    best = cosines.argmax(axis=1)
    return best, cosines[np.arange(len(best)), best]


def tightness(
    sums: Embedding, sizes: npt.NDArray[np.float32], squares: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Mean cosine of all pairs in each part (C,), 0 where there is none.

    Args:
        sums: Of its vectors (C, D).
        sizes: How many it has (C,).
        squares: Sum of their squared lengths (C,).
    """
    pairs = sizes * (sizes - 1)
    within = np.einsum("ij,ij->i", sums, sums) - squares
    found = np.divide(within, pairs, out=np.zeros_like(within), where=pairs > 0)
    return np.asarray(found, np.float32)


def tightness_of(vectors: Embedding, labels: Labels) -> tuple[npt.NDArray[np.float32], Labels]:
    """Mean cosine of all pairs in each part (C,), 0 where there is none, and how many vectors it has (C,)."""
    sizes = np.bincount(labels)
    sums = _belonging(labels, len(sizes)) @ vectors
    return tightness(sums, sizes.astype(np.float32), _squares(vectors, labels)), sizes


def _squares(vectors: Embedding, labels: Labels) -> npt.NDArray[np.float32]:
    """Sum of the squared lengths of the vectors in each part (C,)."""
    return np.bincount(labels, np.einsum("ij,ij->i", vectors, vectors)).astype(np.float32)


def means_of(vectors: Embedding, labels: Labels, count: int) -> Embedding:
    """Mean vector of each of so many parts (C, D), 0 of an empty one; times a unit vector: mean cosine."""
    sizes = np.bincount(labels, minlength=count).astype(np.float32)
    return np.asarray(_belonging(labels, count) @ vectors / np.maximum(sizes, 1)[:, None], np.float32)


def _belonging(labels: Labels, count: int, kind: type[np.generic] = np.float32) -> csr_array:
    """Which rows each label has (C, N), as ones."""
    total = len(labels)
    return csr_array((np.ones(total, kind), (labels, np.arange(total))), shape=(count, total))
