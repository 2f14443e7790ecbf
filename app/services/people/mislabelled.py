"""Faces that bear one person's name and look like somebody else: a label that holds two people."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from app.clustering.cluster import FMR
from app.domain.arrays import Embedding
from app.domain.decision import Thresholds
from app.recognition.decision import threshold_at

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
Cosines = npt.NDArray[np.float32]

_RATE = 1e-2
"""The false match rate whose threshold the shares below are of, so that they fit every model."""
_STRANGE = 0.6
"""Mean cosine to one's own person below which a face looks like nobody's photo of them."""
_STRANGE_TOGETHER = 0.9
"""The same of several faces that agree with each other: their mean is known better."""
_CLOSER = 0.2
"""By how much the mean cosine to another person must be the greater."""
_LEAST = 3
"""Faces of a person from which it can be told which of them is not theirs."""
_MOST_LINKED = 1000
"""Faces of a person that are clustered; the others are held against what these show."""
_ROWS = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Suspicion:
    """Faces of one label that look like somebody else.

    Attributes:
        person: The person whose name the faces bear.
        likely: The person enrolled whom they look like, or None where it is nobody enrolled.
        rows: Which faces they are (n,), ascending.
    """

    person: int
    likely: int | None
    rows: Ids


def suspicions(vectors: Embedding, people: Ids, thresholds: Thresholds) -> list[Suspicion]:
    """Find faces whose label is probably wrong, the most of one kind first.

    A person is who most of their faces show: the largest average-link cluster of them. A face is suspected
    where it is clearly closer to another person (mean cosine to that one's cluster), or far from its own, as
    one face or as a cluster. Settings were chosen and are measured by `tests/bench/measure_mislabelled.py`.

    Args:
        vectors: Unit-length embeddings (N, D).
        people: The person whose name each face bears (N,).
        thresholds: Of the model that the embeddings are of.
    """
    if not len(people):
        return []
    unit, link = threshold_at(thresholds, _RATE), threshold_at(thresholds, FMR)
    names, whose = np.unique(people, return_inverse=True)
    labels = [_Label(vectors, np.flatnonzero(whose == place), link) for place in range(len(names))]
    own, strange = np.empty(len(people), np.float32), np.zeros(len(people), bool)
    for label in labels:
        own[label.rows], strange[label.rows] = label.judge(vectors, unit)
    rival, nearest = _rivals(vectors, whose, np.array([label.example for label in labels]))
    closer = (rival - own > _CLOSER * unit) & (rival > _STRANGE * unit)
    likely = np.where(closer, names[nearest], -1)
    return _grouped(people, likely, closer | strange)


class _Label:
    """The faces that bear one name; their centre is the mean embedding of the largest cluster.

    The centre is not of unit length: its product with an embedding is the mean cosine.

    Attributes:
        rows: Rows of the faces that bear the name (n,).
    """

    def __init__(self, vectors: Embedding, rows: Ids, link: float) -> None:
        self.rows = rows
        rng = np.random.default_rng(0)
        some = rows if len(rows) <= _MOST_LINKED else np.sort(rng.choice(rows, _MOST_LINKED, replace=False))
        clusters = _clusters(vectors[some], link)
        largest = np.bincount(clusters).argmax()
        self._main = some[clusters == largest]
        self._apart = [
            some[clusters == one] for one in np.flatnonzero(np.bincount(clusters) >= _LEAST) if one != largest
        ]
        self._centre = vectors[self._main].mean(axis=0)

    @property
    def example(self) -> Embedding:
        """The centre (D,) of who can be taken for somebody else; of too few faces, like nobody."""
        return self._centre if len(self._main) >= _LEAST else np.zeros_like(self._centre)

    def judge(self, vectors: Embedding, unit: float) -> tuple[Cosines, Mask]:
        """Mean cosine of each face to the others of the largest cluster (n,), and which are strange there."""
        if len(self.rows) < 2:  # nothing to hold it against
            return np.ones(len(self.rows), np.float32), np.zeros(len(self.rows), bool)
        counts = np.isin(self.rows, self._main)
        total = vectors[self.rows] @ self._centre * len(self._main)
        own = np.where(counts, total - 1, total) / np.maximum(len(self._main) - counts, 1)
        if len(self.rows) < _LEAST:
            return own, np.zeros(len(own), bool)
        strange = own < _STRANGE * unit
        for group in self._apart:
            together = np.isin(self.rows, group)
            strange |= together & (own[together].mean() < _STRANGE_TOGETHER * unit)
        return own, strange


def _clusters(vectors: Embedding, link: float) -> Ids:
    """Average-link clusters (n,) of faces: 1, 2, ..."""
    if len(vectors) < 2:
        return np.ones(len(vectors), np.int64)
    distances = np.clip(1 - vectors @ vectors.T, 0, 2)
    np.fill_diagonal(distances, 0)
    tree = linkage(squareform(distances, checks=False), "average")
    return np.asarray(fcluster(tree, 1 - link, "distance"), np.int64)


def _rivals(vectors: Embedding, whose: Ids, centres: Embedding) -> tuple[Cosines, Ids]:
    """Mean cosine to the nearest other person (N,), and which that is (N,)."""
    cosines, nearest = np.empty(len(whose), np.float32), np.empty(len(whose), np.int64)
    for start in range(0, len(whose), _ROWS):
        part = slice(start, start + _ROWS)
        found = vectors[part] @ centres.T
        rows = np.arange(len(found))
        found[rows, whose[part]] = -1
        nearest[part] = found.argmax(axis=1)
        cosines[part] = found[rows, nearest[part]]
    return cosines, nearest


def _grouped(people: Ids, likely: Ids, suspected: Mask) -> list[Suspicion]:
    """Suspected faces by whose name they bear and whom they look like, the most first."""
    pairs, which = np.unique(np.stack([people, likely])[:, suspected], axis=1, return_inverse=True)
    rows = np.flatnonzero(suspected)
    found = [
        Suspicion(int(person), int(other) if other >= 0 else None, rows[which.ravel() == place])
        for place, (person, other) in enumerate(pairs.T)
    ]
    return sorted(found, key=lambda one: -len(one.rows))
