"""Retrieval: is one of the k nearest pictures of the same class?"""

from collections.abc import Mapping, Sequence

import numpy as np

from trainer.arrays import FloatArray, IntArray
from trainer.errors import DataError
from trainer.metrics.verification import unit_length
from trainer.text import say

_ROWS = 1024


def recall_at_k(
    embeddings: FloatArray, labels: IntArray, ks: Sequence[int] = (1, 2, 4, 8)
) -> Mapping[int, float]:
    """Share of queries with one of their class among the k nearest others (Song et al., CVPR 2016).

    Classes with a single picture ask nothing, but may be found.

    Args:
        embeddings: (N, D).
        labels: Classes (N,).
        ks: How many neighbours to look at.

    Raises:
        DataError: No class has two pictures.
    """
    unit = unit_length(embeddings)
    _, inverse, counts = np.unique(labels, return_inverse=True, return_counts=True)
    queries = np.flatnonzero(counts[inverse] > 1)
    if not len(queries):
        raise DataError(say("There is nothing to retrieve"), why=say("no class has two pictures"))
    deepest = min(max(ks), len(unit) - 1)
    hits = [_hits(unit, labels, queries[i : i + _ROWS], deepest) for i in range(0, len(queries), _ROWS)]
    found = np.concatenate(hits).cumsum(axis=1) > 0
    return {k: float(found[:, min(k, deepest) - 1].mean()) for k in ks}


def _hits(unit: FloatArray, labels: IntArray, rows: IntArray, deepest: int) -> FloatArray:
    """Whether each query's 1st, 2nd ... neighbour is of its class (B, deepest)."""
    similarity = unit[rows] @ unit.T
    similarity[np.arange(len(rows)), rows] = -np.inf
    nearest = np.argpartition(-similarity, deepest - 1, axis=1)[:, :deepest]
    order = np.argsort(-np.take_along_axis(similarity, nearest, 1), axis=1, kind="stable")
    nearest = np.take_along_axis(nearest, order, 1)
    return np.asarray(labels[nearest] == labels[rows, None], dtype=np.float64)
