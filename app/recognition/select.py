"""The k largest inner products, exactly, without sorting what cannot be among them.

A block of rows is multiplied while it is in cache. The k-th largest of the block-wise maxima is a lower bound
on the k-th largest value (k different blocks each hold a value at least as large), so only what reaches that
bound is ever sorted: a few dozen of 100,000.
"""

import numpy as np
import numpy.typing as npt

from app.core.types import Embedding

_PROBES = 64
"""Probes multiplied at a time: bounds the memory to 64 N float32."""
_WIDTH = 64
"""Rows whose maximum is taken together."""

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
    if k:
        for start in range(0, len(probes), _PROBES):
            similarities = probes[start : start + _PROBES] @ vectors.T
            similarities[:, dead] = -np.inf
            for probe, row in enumerate(similarities, start):
                rows[probe] = best = _top(row, k)
                values[probe] = row[best]
    return rows, values


def _top(values: Similarities, k: int) -> Rows:
    bound = _lower_bound(values, k)
    candidates = np.flatnonzero(values >= bound)
    order = np.argsort(-values[candidates], kind="stable")[:k]
    return candidates[order]


def _lower_bound(values: Similarities, k: int) -> np.float32:
    """Return a value that at least `k` of `values` reach."""
    blocks = len(values) // _WIDTH
    if blocks < k:
        return np.float32(-np.inf)
    maxima = values[: blocks * _WIDTH].reshape(blocks, _WIDTH).max(axis=1)
    return np.float32(np.partition(maxima, -k)[-k])
