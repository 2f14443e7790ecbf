"""Labels: the cluster of each face, as a number."""

import numpy as np
import numpy.typing as npt

Labels = npt.NDArray[np.int64]
LONE, NEW = -1, -2
"""Labels of a face that no other belongs to, and of one that was not sorted before."""


def compact(labels: Labels) -> Labels:
    """The same partition (N,) of small labels from 0 on, numbered 0, 1, ... without gaps in their order."""
    taken = np.bincount(labels) > 0
    return np.asarray((np.cumsum(taken) - 1)[labels])


def shared(labels: Labels, others: Labels) -> tuple[Labels, Labels]:
    """Which clusters of two partitions (N,), both from 0 on, share faces (2, P), and how many (P,)."""
    width = int(others.max(initial=-1)) + 1
    pairs, counts = np.unique(labels * width + others, return_counts=True)
    return np.stack(np.divmod(pairs, max(width, 1))), counts
