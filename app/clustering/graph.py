"""The mutual k-nearest-neighbour graph of unit vectors, exact and in bounded memory.

Two faces are joined where each is among the other's k most similar: a face that is everybody's neighbour
(blurred, dark) then joins nobody, which one-sided graphs get wrong.
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from app.core.progress import CancelToken, Progress, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.arrays import Embedding

_BLOCK_BYTES = 64 << 20
"""Memory of one block of similarities."""


def mutual_neighbours(
    vectors: Embedding,
    k: int,
    floor: float,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> csr_array:
    """Join each pair of vectors that are among each other's `k` most similar and reach `floor`.

    Args:
        vectors: Unit-length float32 (N, D).
        k: Neighbours a vector may have.
        floor: Cosine below which nothing is joined; more than 0.
        progress: Told after each block of rows.
        cancel: Polled between blocks.

    Returns:
        Symmetric (N, N) without a diagonal; an entry is the pair's cosine.

    Raises:
        Cancelled: The user stopped it.
    """
    total = len(vectors)
    block = max(1, _BLOCK_BYTES // (4 * max(total, 1)))
    room = np.empty((min(block, total), total), np.float32)
    parts = [_nearest(vectors[:0], vectors, 0, k, floor, room)]
    for start in range(0, total, block):
        if cancel is not None:
            cancel.check()
        parts.append(_nearest(vectors[start : start + block], vectors, start, k, floor, room))
        progress(Progress(min(start + block, total), total, say("comparing faces")))
    rows, columns, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    directed = csr_array((values, (rows, columns)), shape=(total, total))
    return csr_array(directed.minimum(directed.T))  # zero, and so no edge, unless both directions are there


def _nearest(
    some: Embedding, vectors: Embedding, offset: int, k: int, floor: float, room: Embedding
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp], npt.NDArray[np.float32]]:
    """Directed edges from `some`, which begin at row `offset`: rows, columns, cosines; `room` is used up."""
    similarities = np.matmul(some, vectors.T, out=room[: len(some)])
    own = np.arange(len(some))
    similarities[own, own + offset] = -1.0
    flat = np.flatnonzero(similarities >= floor)
    values = similarities.reshape(-1)[flat]
    bounds = np.searchsorted(flat, np.arange(len(some) + 1) * len(vectors))
    rows = np.repeat(own, np.diff(bounds))
    kept = [
        start
        + (np.argpartition(-values[start:end], k - 1)[:k] if end - start > k else np.arange(end - start))
        for start, end in pairwise(bounds.tolist())
    ]
    best = np.concatenate([np.empty(0, np.intp), *kept])
    return rows[best] + offset, flat[best] - rows[best] * len(vectors), values[best]
