"""Giving faces that cannot be trusted a place among the clusters of those that can, joining no two.

A single face is compared with a cluster as a face is with a person when it is named
(`app.domain.likeness`, docs/deciding.md). The mean cosine, by which clusters are merged, says less of one
face: with somebody who looks different at times it is low even where a few faces are as good as the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from app.clustering.constraints import Constraints, opposites, sets_met
from app.clustering.labels import Labels
from app.clustering.linkage import means_of
from app.core.progress import CancelToken
from app.domain.arrays import Embedding
from app.domain.likeness import combined

_BLOCK_BYTES = 64 << 20
LEAST = 3
"""Faces of a cluster that another may be added to."""
_LEAD = 0.05
"""How much more a face must be like its cluster than like any other, by mean cosines."""


def attach(
    vectors: Embedding,
    labels: Labels,
    rules: Constraints,
    threshold: float,
    cancel: CancelToken | None = None,
    *,
    least: int = LEAST,
    speaking: npt.NDArray[np.bool_] | None = None,
) -> Labels:
    """Add each face that is in no cluster to the one that it is most like, if it clearly is.

    Args:
        vectors: Unit-length float32 (N, D).
        labels: The cluster of each (N,), 0, 1, ... without gaps; -1 for the faces to be added.
        rules: Which faces are different people.
        threshold: Least score with a cluster.
        cancel: Polled between blocks of work.
        least: Faces of a cluster that another may be added to.
        speaking: Which of the faces in clusters say what these look like (N,); None stands for all.

    Returns:
        The cluster of each (N,); a face added to none is alone in one of its own.

    Raises:
        Cancelled: The user stopped it.
    """
    loose, firm = np.flatnonzero(labels < 0), np.flatnonzero(labels >= 0)
    found = labels.copy()
    found[loose] = labels.max(initial=-1) + 1 + np.arange(len(loose))
    if not len(loose) or not len(firm):
        return found
    across = opposites(rules, sets_met(rules.permuted(firm), labels[firm]))
    said = firm if speaking is None else firm[speaking[firm]]
    means = means_of(vectors[said], labels[said], across.shape[1])
    small = np.bincount(labels[said], minlength=len(means)) < least
    best = _best(vectors[loose], rules.permuted(loose), means, across, small, cancel)
    values = _Members.of(vectors[said], labels[said], means).scores(vectors[loose], best)
    rows = [row for row in np.argsort(-values, kind="stable") if values[row] >= threshold]
    for face, number in _without_rivals(loose[rows], best[rows], rules):
        found[face] = number
    return found


def _without_rivals(
    faces: npt.NDArray[np.intp], numbers: Labels, rules: Constraints
) -> Iterator[tuple[np.intp, np.int64]]:
    """Those faces, with their clusters, that meet none in theirs who is somebody else and came first."""
    taken: set[tuple[int, int]] = set()
    for face, number in zip(faces, numbers, strict=True):
        sets = rules.rivals[[face]].indices
        if not {(int(number), int(one)) for one in sets} & taken:
            taken |= {(int(number), int(one)) for one in rules.opposite[sets]}
            yield face, number


def _best(
    faces: Embedding,
    rules: Constraints,
    means: Embedding,
    across: csr_array,
    small: npt.NDArray[np.bool_],
    cancel: CancelToken | None,
) -> Labels:
    """The cluster that each face (M,) is most like on average; -1 where none leads clearly."""
    block = max(1, _BLOCK_BYTES // (4 * max(len(means), 1)))
    best = np.zeros(len(faces), np.int64)
    for start in range(0, len(faces), block):
        if cancel is not None:
            cancel.check()
        rows = slice(start, start + block)
        similarities = faces[rows] @ means.T
        second = np.partition(similarities, -2, axis=1)[:, -2] if len(means) > 1 else -np.inf
        clear = similarities >= np.asarray(second).reshape(-1, 1) + _LEAD
        rivals = (rules.rivals[rows] @ across).toarray() > 0
        similarities[~clear | rivals | small] = -np.inf
        best[rows] = np.where(np.isfinite(similarities.max(axis=1)), similarities.argmax(axis=1), -1)
    return best


@dataclass(frozen=True, slots=True, eq=False)
class _Members:
    """The faces of clusters.

    Attributes:
        vectors: Of all (N, D).
        order: Their row numbers, cluster by cluster (N,).
        starts: Where each cluster begins there, and the end of the last (C + 1,).
        means: Mean vector of each (C, D).
    """

    vectors: Embedding
    order: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    means: Embedding

    @classmethod
    def of(cls, vectors: Embedding, labels: Labels, means: Embedding) -> "_Members":
        order = np.argsort(labels, kind="stable")
        return cls(vectors, order, np.searchsorted(labels[order], np.arange(len(means) + 1)), means)

    def scores(self, faces: Embedding, numbers: Labels) -> npt.NDArray[np.float32]:
        """How much each face (M, D) is like the cluster of that number (M,); minus infinity below 0."""
        found = np.full(len(faces), -np.inf, np.float32)
        for number in np.unique(numbers[numbers >= 0]).tolist():
            rows = np.flatnonzero(numbers == number)
            mine = self.vectors[self.order[self.starts[number] : self.starts[number + 1]]]
            mean = self.means[number]
            agreement = float(np.linalg.norm(mean))
            best = np.concatenate([(mine @ faces[some].T).max(axis=0) for some in _blocks(rows, len(mine))])
            found[rows] = combined(best, faces[rows] @ mean / agreement, agreement)
        return found


def _blocks(rows: npt.NDArray[np.intp], others: int) -> list[npt.NDArray[np.intp]]:
    """These rows in pieces, so that the cosines of one with so many others fit into a block."""
    return np.array_split(rows, 4 * len(rows) * others // _BLOCK_BYTES + 1)
