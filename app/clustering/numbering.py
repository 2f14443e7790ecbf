"""Numbers that stay with clusters: a new sorting takes over those of the old one."""

import numpy as np

from app.clustering.labels import LONE, Labels, shared


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
    pairs, counts = shared(labels[both], before[both])
    order = np.lexsort((pairs[0], pairs[1], -counts))  # the most shared first, then the oldest number
    taken: dict[int, int] = {}
    given: set[int] = set()
    for label, number in pairs[:, order].T.tolist():
        if label not in taken and number not in given:
            taken[label] = number
            given.add(number)
    for label in range(int(labels.max(initial=-1)) + 1):
        if label not in taken:
            taken[label] = following
            following += 1
    table = np.array([taken[label] for label in range(len(taken))] + [LONE], np.int64)
    return table[np.where(labels < 0, len(taken), labels)], following
