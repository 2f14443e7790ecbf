"""B-cubed precision, recall and F of a clustering (Bagga and Baldwin 1998; Amigo et al. 2009)."""

import numpy as np
import numpy.typing as npt


def bcubed(found: npt.ArrayLike, truth: npt.ArrayLike) -> tuple[float, float, float]:
    """Compare labels with the truth, face by face.

    Args:
        found: Cluster of each face (N,); -1 is a cluster of its own.
        truth: Person of each face (N,).

    Returns:
        Precision, recall and their harmonic mean.
    """
    labels = np.array(found)
    alone = labels < 0
    labels[alone] = labels.max(initial=-1) + 1 + np.arange(np.count_nonzero(alone))
    same_cluster = labels[:, None] == labels
    same_person = np.asarray(truth)[:, None] == np.asarray(truth)
    both = (same_cluster & same_person).sum(axis=1)
    precision = float(np.mean(both / same_cluster.sum(axis=1)))
    recall = float(np.mean(both / same_person.sum(axis=1)))
    return precision, recall, 2 * precision * recall / (precision + recall)
