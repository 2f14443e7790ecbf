"""Retrieval: what the nearest other pictures of each picture are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.arrays import FlagArray, FloatArray, IntArray
from trainer.errors import DataError
from trainer.metrics.verification import unit_length
from trainer.text import say

_ROWS = 1024


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Means over the queries: all pictures whose class has another one. R is how many others it has.

    Attributes:
        recall: Share of queries with one of their class among the k nearest, for each k (Song et al., CVPR
            2016).
        r_precision: Share of the R nearest that are of the class.
        map_at_r: Mean average precision at R: precision at each of the R nearest that is of the class, summed
            and divided by R (Musgrave et al., "A Metric Learning Reality Check", ECCV 2020).
    """

    recall: Mapping[int, float]
    r_precision: float
    map_at_r: float


def retrieval(embeddings: FloatArray, labels: IntArray, ks: Sequence[int] = (1, 2, 4, 8)) -> Retrieval:
    """Look for each picture's class among all others, in O(N^2) time and O(N) memory.

    Classes with a single picture ask nothing, but may be found.

    Args:
        embeddings: (N, D).
        labels: Classes (N,).
        ks: How many neighbours to look at for the recall.

    Raises:
        DataError: No class has two pictures.
    """
    unit = unit_length(embeddings)
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    others = counts[inverse] - 1
    queries = np.flatnonzero(others)
    if not len(queries):
        raise DataError(say("There is nothing to retrieve"), why=say("no class has two pictures"))
    deepest = max(*ks, int(others.max()))
    sums = np.zeros(len(ks) + 2)
    for rows, nearest, _ in _neighbours(unit, queries, deepest):
        hits = labels[nearest] == labels[rows, None]
        sums += _summed(hits, others[rows], ks)
    *recalls, r_precision, map_at_r = (float(value) for value in sums / len(queries))
    return Retrieval(dict(zip(ks, recalls, strict=True)), r_precision, map_at_r)


def knn_accuracy(
    embeddings: FloatArray, labels: IntArray, ks: Sequence[int] = (1, 5, 10)
) -> Mapping[int, float]:
    """Share of pictures whose k nearest others vote for their class; equal votes are told by similarity.

    Args:
        embeddings: (N, D).
        labels: Classes (N,).
        ks: How many vote.

    Raises:
        DataError: There is a single picture, or none.
    """
    if len(labels) < 2:
        raise DataError(say("There is nothing to compare"), why=say("the data holds a single picture"))
    classes, numbers = np.unique(labels, return_inverse=True)
    right = np.zeros(len(ks))
    for rows, nearest, scores in _neighbours(unit_length(embeddings), np.arange(len(labels)), max(ks)):
        found = (_elected(numbers[nearest[:, :k]], scores[:, :k], len(classes)) for k in ks)
        right += [(winner == numbers[rows]).sum() for winner in found]
    return dict(zip(ks, (right / len(labels)).tolist(), strict=True))


def _elected(votes: IntArray, scores: FloatArray, classes: int) -> IntArray:
    """The class (B,) that most of the voters (B, k) are of."""
    counts = np.zeros((len(votes), classes))
    weights = 1 + (scores + 1) / (4 * votes.shape[1])  # all similarities together weigh less than a vote
    np.add.at(counts, (np.arange(len(votes))[:, None], votes), weights)
    return np.asarray(counts.argmax(1))


def _neighbours(
    unit: FloatArray, queries: IntArray, deepest: int
) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
    """Some queries (B,), their nearest others (B, deepest) from the nearest on, and how similar these are."""
    deepest = min(deepest, len(unit) - 1)
    for start in range(0, len(queries), _ROWS):
        rows = queries[start : start + _ROWS]
        similarity = unit[rows] @ unit.T
        similarity[np.arange(len(rows)), rows] = -np.inf
        nearest = np.argpartition(-similarity, deepest - 1, axis=1)[:, :deepest]
        scores = np.take_along_axis(similarity, nearest, 1)
        order = np.argsort(-scores, axis=1, kind="stable")
        yield rows, np.take_along_axis(nearest, order, 1), np.take_along_axis(scores, order, 1)


def _summed(hits: FlagArray, others: IntArray, ks: Sequence[int]) -> FloatArray:
    """Sums over queries of their recall at each k, their R-precision and their average precision at R."""
    places = np.arange(1, hits.shape[1] + 1)
    found = hits.cumsum(axis=1)
    relevant = hits & (places <= others[:, None])
    recalls = [float((found[:, min(k, len(places)) - 1] > 0).sum()) for k in ks]
    precise = (relevant.sum(1) / others).sum()
    return np.array([*recalls, precise, ((relevant * found / places).sum(1) / others).sum()])
