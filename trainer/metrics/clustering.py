"""Clustering: B-cubed precision and recall (Bagga and Baldwin, 1998; Amigo et al., 2009)."""

from dataclasses import dataclass

import numpy as np

from trainer.arrays import IntArray


@dataclass(frozen=True, slots=True)
class BCubed:
    """Averages over the pictures.

    Attributes:
        precision: Share of a picture's cluster that is of its identity.
        recall: Share of a picture's identity that is in its cluster.
    """

    precision: float
    recall: float

    @property
    def f(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def b_cubed(labels: IntArray, clusters: IntArray) -> BCubed:
    """Compare clusters (N,) with identities (N,); one outside all clusters needs a number of its own."""
    _, identity, identity_sizes = np.unique(labels, return_inverse=True, return_counts=True)
    _, cluster, cluster_sizes = np.unique(clusters, return_inverse=True, return_counts=True)
    _, cell, shared = np.unique(
        identity * len(cluster_sizes) + cluster, return_inverse=True, return_counts=True
    )
    together = shared[cell]
    precision = float((together / cluster_sizes[cluster]).mean())
    return BCubed(precision, float((together / identity_sizes[identity]).mean()))
