"""Sort faces into people.

Communities of the mutual nearest-neighbour graph give small, pure groups: Louvain's method (Blondel et al.
2008) on the constant Potts model (Traag et al. 2011), which unlike modularity judges a group the same in a
large collection as in a small one. A group in which two faces are known to be different people falls apart
again. Average linkage then joins what belongs together and may be joined. The method and its settings were
chosen by `tests/bench/compare_clusterers.py`.
"""

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array, csr_matrix

from app.clustering.attach import attach
from app.clustering.constraints import Constraints, Groups, Labels, Pairs, conflicted
from app.clustering.graph import mutual_neighbours
from app.clustering.linkage import merge
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.arrays import Embedding

FMR = 4e-3
"""The false-match rate whose threshold groups best; each model's calibration gives its own for it."""
THRESHOLD = 0.345
"""That threshold for SFace: the least mean cosine between two groups of one person."""
_NEIGHBOURS = 50
_DENSITY = 1.5
"""Least mean cosine over all pairs of a community, as a multiple of the threshold."""
_TOLERANCE = 1e-6


def cluster(
    vectors: Embedding,
    photo_ids: npt.ArrayLike,
    *,
    cannot_link: Groups = (),
    must_link: Pairs = (),
    different: Iterable[Sequence[int]] = (),
    recognisable: npt.NDArray[np.bool_] | None = None,
    threshold: float = THRESHOLD,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Labels:
    """Sort faces into people; the same input gives the same labels.

    Args:
        vectors: Unit-length embeddings (N, D).
        photo_ids: The photo of each face (N,): two faces of one photo share a cluster only if the user said
            that they are one person.
        cannot_link: Two groups of faces (row numbers) each, of which the user said that none of the one is
            the same person as any of the other.
        must_link: Pairs of faces that the user said are the same person.
        different: Groups of faces no two of which are the same person, as people with names are.
        recognisable: Which faces can be trusted (N,); the others join a cluster of these, but never two of
            them. None stands for all.
        threshold: Mean cosine at which two groups are joined, above 0. For another model than SFace take its
            threshold at the false-match rate `FMR`.
        progress: Told how many faces have been compared.
        cancel: Polled between blocks of work.

    Returns:
        The cluster of each face (N,): 0 is the largest; -1 where no other face belongs to it.

    Raises:
        ValueError: Shapes do not match, a vector is not finite, the pairs contradict each other, or the
            threshold is not above 0.
        Cancelled: The user stopped it.
    """
    rules = Constraints.of(photo_ids, cannot_link, must_link, different)
    faces = _checked(vectors, len(rules.fused), threshold)
    if not len(faces):
        return np.empty(0, np.int64)
    trusted = np.ones(len(faces), bool) if recognisable is None else recognisable
    order = np.lexsort(faces.T[:4])  # the input's order must not matter to what is found
    labels = np.empty(len(faces), np.int64)
    labels[order] = _clustered(
        np.ascontiguousarray(faces[order]), rules.permuted(order), trusted[order], threshold, progress, cancel
    )
    return _ranked(labels)


def _clustered(
    faces: Embedding,
    rules: Constraints,
    trusted: npt.NDArray[np.bool_],
    threshold: float,
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> Labels:
    """Cluster faces that can be trusted, then attach the others to what was found (N,)."""
    firm = np.flatnonzero(trusted | _told(rules))
    own = rules.permuted(firm)
    graph = mutual_neighbours(faces[firm], _NEIGHBOURS, threshold, progress, cancel)
    parts = _without_conflicts(_communities(graph, threshold), own)
    found = np.full(len(faces), -1, np.int64)
    found[firm] = merge(faces[firm], parts, own, threshold, cancel)
    return attach(faces, found, rules, threshold, cancel)


def _told(rules: Constraints) -> npt.NDArray[np.bool_]:
    """Which faces the user said are the same person as another (N,): such a word needs no likeness."""
    _, inverse, counts = np.unique(rules.fused, return_inverse=True, return_counts=True)
    return np.asarray(counts[inverse] > 1)


def _checked(vectors: Embedding, photos: int, threshold: float) -> Embedding:
    if threshold <= 0:
        raise ValueError(f"the threshold must be above 0, not {threshold}")
    faces = np.asarray(vectors, np.float32)
    if faces.ndim != 2:
        raise ValueError(f"vectors of shape {faces.shape}, not (N, D)")
    if not np.isfinite(faces).all():
        raise ValueError("a vector is not finite")
    if photos != len(faces):
        raise ValueError(f"{len(faces)} vectors but {photos} photos")
    return faces


def _communities(graph: csr_array, threshold: float) -> Labels:
    if graph.nnz == 0:
        return np.arange(graph.shape[0])
    from sknetwork.clustering import Louvain  # loads much that nothing else needs: a quarter of a second

    density = _DENSITY * threshold  # the library's resolution is relative to the graph's own mean weight
    resolution = density * graph.shape[0] ** 2 / graph.sum()
    louvain = Louvain(resolution, modularity="potts", tol_optimization=_TOLERANCE, tol_aggregation=_TOLERANCE)
    return np.asarray(louvain.fit_predict(csr_matrix(graph)), np.int64)


def _without_conflicts(communities: Labels, rules: Constraints) -> Labels:
    """Dissolve each community that holds rivals; what the user fused stays whole, whatever it was in."""
    parts = np.unique(communities, return_inverse=True)[1].astype(np.int64)
    parts = _fuse(parts, rules.fused)
    alone = conflicted(rules, parts)[parts]
    parts = np.where(alone, rules.fused + len(parts), parts)
    return np.unique(parts, return_inverse=True)[1].astype(np.int64)


def _fuse(parts: Labels, fused: Labels) -> Labels:
    """Put all faces that were fused into the part of the first of them."""
    first = np.unique(fused, return_index=True)[1]
    return np.unique(parts[first][fused], return_inverse=True)[1].astype(np.int64)


def _ranked(labels: Labels) -> Labels:
    """Number clusters by size, the largest 0, equals by their first face; lone faces become -1."""
    _, first, inverse, counts = np.unique(labels, return_index=True, return_inverse=True, return_counts=True)
    rank = np.empty(len(counts), np.int64)
    rank[np.lexsort((first, -counts))] = np.arange(len(counts))
    return np.where(counts[inverse] > 1, rank[inverse], -1)
