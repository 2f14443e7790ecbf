"""The k largest inner products, exactly, without sorting what cannot be among them.

Deal the values into columns. The k-th largest of the columns' maxima is a lower bound on the k-th largest
value (k different columns each hold a value at least as large), and only what reaches it is ever sorted: a
few dozen of 100,000.
"""

import numpy as np
import numpy.typing as npt

from app.core.types import Embedding

_PROBES = 64
"""Probes multiplied at a time: bounds the memory to 64 N float32."""
_DEPTH = 64
"""Values in a column."""

Similarities = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


def top_rows(
    probes: Embedding, vectors: Embedding, alive: npt.NDArray[np.bool_], k: int
) -> tuple[Rows, Similarities]:
    """Rows of `vectors` with the largest inner products with each probe, among those alive.

    Args:
        probes: (M, D) float32.
        vectors: (N, D) float32, contiguous.
        alive: Which rows count (N,); at least `k` of them.
        k: How many.

    Returns:
        Row numbers (M, k), best first and lower row first among equals, and the inner products (M, k).
    """
    rows = np.empty((len(probes), k), np.intp)
    values = np.empty((len(probes), k), np.float32)
    dead = np.flatnonzero(~alive)
    buffer = np.empty((min(len(probes), _PROBES), len(vectors)), np.float32)
    for start in range(0, len(probes) if k else 0, _PROBES):
        some = probes[start : start + _PROBES]
        similarities = np.matmul(some, vectors.T, out=buffer[: len(some)])
        similarities[:, dead] = -np.inf
        for probe, row in enumerate(similarities, start):
            rows[probe] = best = _top(row, k)
            values[probe] = row[best]
    return rows, values


def _top(values: Similarities, k: int) -> Rows:
    candidates = np.flatnonzero(values >= _lower_bound(values, k))
    order = np.argsort(-values[candidates], kind="stable")[:k]
    return candidates[order]


def _lower_bound(values: Similarities, k: int) -> np.float32:
    """Return a value that at least `k` of `values` reach."""
    columns = len(values) // _DEPTH
    if columns < k:
        return np.float32(-np.inf)
    maxima = values[: _DEPTH * columns].reshape(_DEPTH, columns).max(axis=0)
    return np.float32(np.partition(maxima, -k)[-k])
