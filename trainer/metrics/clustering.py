"""Clustering by average linkage, and its B-cubed scores (Bagga and Baldwin, 1998; Amigo et al., 2009)."""

from dataclasses import dataclass

import numpy as np

from trainer.arrays import FlagArray, FloatArray, IntArray
from trainer.metrics.verification import unit_length


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


def b_cubed(labels: IntArray, clusters: IntArray, counted: FlagArray | None = None) -> BCubed:
    """Compare clusters with identities.

    Args:
        labels: The identity of each picture (N,).
        clusters: The cluster of each (N,); one outside all needs a number of its own.
        counted: Over which pictures the averages go (N,); None stands for all.
    """
    _, identity, identity_sizes = np.unique(labels, return_inverse=True, return_counts=True)
    _, cluster, cluster_sizes = np.unique(clusters, return_inverse=True, return_counts=True)
    _, cell, shared = np.unique(
        identity * len(cluster_sizes) + cluster, return_inverse=True, return_counts=True
    )
    together = shared[cell]
    shares = np.stack([together / cluster_sizes[cluster], together / identity_sizes[identity]])
    precision, recall = (shares if counted is None else shares[:, counted]).mean(axis=1)
    return BCubed(float(precision), float(recall))


def average_linkage(embeddings: FloatArray, threshold: float) -> IntArray:
    """Clusters (N,), numbered from 0 by falling size, joined while their mean similarity reaches a threshold.

    O(N^2) memory: 0.4 GB for 10,000 pictures.

    Args:
        embeddings: (N, D).
        threshold: Cosine similarity.
    """
    if len(embeddings) < 2:
        return np.zeros(len(embeddings), np.int64)
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    tree = linkage(pdist(unit_length(embeddings).astype(np.float64), "cosine"), "average")
    found = fcluster(tree, 1 - threshold, "distance")
    _, number, sizes = np.unique(found, return_inverse=True, return_counts=True)
    place = np.argsort(np.argsort(-sizes, kind="stable"))
    return np.asarray(place[number], np.int64)
