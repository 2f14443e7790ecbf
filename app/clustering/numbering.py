"""Numbers that stay with clusters: a new sorting takes over those of the old one."""

import numpy as np

from app.clustering.constraints import Labels
from app.clustering.sorter import LONE


def renumber(labels: Labels, before: Labels, following: int) -> tuple[Labels, int]:
    """Give clusters the numbers of those before with which they share most faces, and new ones new numbers.

    Args:
        labels: The cluster of each face (N,), below 0 for a lone one; new numbers are given in their order.
        before: The number of the cluster that each face was in (N,), below 0 for none.
        following: The first number that was never given.

    Returns:
        The number of each face's cluster (N,), `LONE` for a lone one, and the first number not given yet.
    """
    both = (labels >= 0) & (before >= 0)
    width = int(before.max(initial=-1)) + 1
    pairs, counts = np.unique(labels[both] * width + before[both], return_counts=True)
    shared = np.stack(np.divmod(pairs, max(width, 1)))
    order = np.lexsort((shared[0], shared[1], -counts))  # the most shared first, then the oldest number
    taken: dict[int, int] = {}
    given: set[int] = set()
    for label, number in shared[:, order].T.tolist():
        if label not in taken and number not in given:
            taken[label] = number
            given.add(number)
    for label in range(int(labels.max(initial=-1)) + 1):
        if label not in taken:
            taken[label] = following
            following += 1
    table = np.array([taken[label] for label in range(len(taken))] + [LONE], np.int64)
    return table[np.where(labels < 0, len(taken), labels)], following
