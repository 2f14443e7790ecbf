"""The k largest inner products, exactly, without sorting what cannot be among them.

Deal the values into columns. The k-th largest of the columns' maxima is a lower bound on the k-th largest
value (k different columns each hold a value at least as large), and only what reaches it is ever sorted: a
few dozen of 100,000.
"""

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding

PROBES = 64
"""Probes multiplied at a time: bounds the memory to 64 N float32."""
_ROWS = 1024
"""Rows multiplied at a time: small enough for the cache, where a few probes cost little more than one."""
_DEPTH = 64
"""Values in a column."""

Similarities = npt.NDArray[np.float32]
Rows = npt.NDArray[np.intp]


def inner_products(probes: Embedding, vectors: Embedding) -> Similarities:
    """Inner product of each probe (M, D) with each vector (N, D): (M, N) float32."""
    if len(probes) == 1:
        return np.asarray(vectors @ probes[0])[None]  # reading the vectors once is all the time it takes
    products = np.empty((len(probes), len(vectors)), np.float32)
    columns = np.ascontiguousarray(probes.T)
    for start in range(0, len(vectors), _ROWS):
        block = slice(start, start + _ROWS)
        products[:, block] = (vectors[block] @ columns).T
    return products


def top(values: Similarities, k: int) -> Rows:
    """Places of the `k` largest of the values (N,), the largest first and the lower place among equals."""
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
