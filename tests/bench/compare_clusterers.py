"""Which clustering method, at one fixed setting, serves every kind of photo collection best?

    python -m tests.bench.compare_clusterers [FACES...]

Real faces: the folders of the test data alone, together, thinned out, and with strangers from the street
mixed in; B-cubed F over the people who are known. Then made-up collections of 5,000 faces and more (or of the
sizes given): people of very different numbers of photos, whose similarities within and between are
distributed as those of the real faces. Needs `chinese-whispers` besides what Kith needs.
"""

import os
import sys
import warnings
from collections.abc import Callable
from functools import partial
from time import perf_counter
from typing import Any

import networkx as nx
import numpy as np
from chinese_whispers import chinese_whispers
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering
from sknetwork.clustering import Leiden, Louvain, PropagationClustering

from app.clustering.cluster import cluster
from app.clustering.graph import mutual_neighbours
from tests.bench.face_set import STRANGER, STREET, FaceSet, read_all, sface_reader
from trainer.metrics import b_cubed

Method = Callable[[np.ndarray], np.ndarray]
_DENSE = 6_000
"""Faces above which methods that need every pair at once are left out."""


def distances(vectors: np.ndarray) -> np.ndarray:
    """Cosine distances of all pairs."""
    return np.asarray(np.maximum(1 - vectors @ vectors.T, 0), np.float64)


def graph(vectors: np.ndarray, floor: float) -> csr_matrix:
    """The mutual neighbours' graph, weighted by how far each cosine is above the floor."""
    found = csr_matrix(mutual_neighbours(vectors, 100, floor))
    found.data = found.data - floor + 1e-6
    return found


def kith(threshold: float, vectors: np.ndarray) -> np.ndarray:
    return cluster(vectors, np.arange(len(vectors)), threshold=threshold)


def average(threshold: float, vectors: np.ndarray) -> np.ndarray:
    tree = linkage(vectors.astype(np.float64), "average", "cosine")
    return np.asarray(fcluster(tree, 1 - threshold, "distance"))


def average_in_graph(threshold: float, vectors: np.ndarray) -> np.ndarray:
    settings = {"metric": "cosine", "linkage": "average", "distance_threshold": 1 - threshold}
    neighbours = mutual_neighbours(vectors, 100, 0.2)
    found = AgglomerativeClustering(None, connectivity=neighbours, **settings).fit_predict(vectors)
    return np.asarray(found)


def communities(kind: Callable[[], Any], floor: float, vectors: np.ndarray) -> np.ndarray:
    return np.asarray(kind().fit_predict(graph(vectors, floor)))


def whispers(floor: float, vectors: np.ndarray) -> np.ndarray:
    net = nx.from_scipy_sparse_array(graph(vectors, floor))
    done = chinese_whispers(net, weighting="top", seed=0)
    return np.array([done.nodes[face]["label"] for face in range(len(vectors))])


def components(floor: float, vectors: np.ndarray) -> np.ndarray:
    return np.asarray(connected_components(graph(vectors, floor))[1])


def density(floor: float, vectors: np.ndarray) -> np.ndarray:
    found = DBSCAN(eps=1 - floor, min_samples=4, metric="precomputed").fit_predict(distances(vectors))
    return np.asarray(found)


def density_tree(least: int, vectors: np.ndarray) -> np.ndarray:
    return np.asarray(HDBSCAN(least, metric="precomputed", copy=True).fit_predict(distances(vectors)))


def methods() -> dict[str, tuple[Method, bool]]:
    """Each method at a few settings, and whether it copes with large collections."""
    table: dict[str, tuple[Method, bool]] = {}
    for cosine in (0.33, 0.30, 0.36):
        table[f"Kith {cosine}"] = partial(kith, cosine), True
    for cosine in (0.30, 0.33, 0.36):
        table[f"average linkage {cosine}"] = partial(average, cosine), False
    table["average, in graph 0.33"] = partial(average_in_graph, 0.33), False
    for floor in (0.35, 0.385, 0.45):
        table[f"Louvain {floor}"] = partial(communities, partial(Louvain, 2.0), floor), True
        table[f"Leiden {floor}"] = partial(communities, partial(Leiden, 2.0), floor), True
        table[f"propagation {floor}"] = partial(communities, PropagationClustering, floor), True
        table[f"Chinese whispers {floor}"] = partial(whispers, floor), False
    for floor in (0.45, 0.5, 0.55):
        table[f"components {floor}"] = partial(components, floor), True
        table[f"DBSCAN {floor}"] = partial(density, floor), False
    for least in (2, 3, 5):
        table[f"HDBSCAN {least}"] = partial(density_tree, least), False
    return table


def collections(faces: FaceSet) -> dict[str, FaceSet]:
    """Photo collections made of the real faces."""
    rng = np.random.default_rng(0)
    folder = {name: faces.groups == name for name in ("lfw10", "aligned12", "orl40")}
    everybody = faces.groups != STREET
    street = faces.groups == STREET
    return {
        "lfw10": faces.only(folder["lfw10"]),
        "aligned12": faces.only(folder["aligned12"]),
        "orl40": faces.only(folder["orl40"]),
        "all": faces.only(everybody),
        "all+street": faces.only(everybody | street),
        "lfw+street": faces.only(folder["lfw10"] | street),
        "al 2-8": faces.only(thinned(faces, folder["aligned12"], 2, 8, rng)),
        "al 5-20": faces.only(thinned(faces, folder["aligned12"], 5, 20, rng)),
        "al 2-60": faces.only(thinned(faces, folder["aligned12"], 2, 60, rng)),
        "mix+street": faces.only(thinned(faces, everybody, 1, 10, rng) | street),
    }


def thinned(faces: FaceSet, mask: np.ndarray, low: int, high: int, rng: np.random.Generator) -> np.ndarray:
    """Keep between `low` and `high` faces of each person in the mask."""
    kept = np.zeros(len(mask), bool)
    for person in np.unique(faces.people[mask & (faces.people != STRANGER)]):
        rows = np.flatnonzero(mask & (faces.people == person))
        kept[rng.permutation(rows)[: rng.integers(low, high + 1)]] = True
    return kept


def made_up(faces: FaceSet, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw people and their faces from the real ones' distribution: vectors (N, D) and people (N,)."""
    rng = np.random.default_rng(1)
    known = faces.only(faces.people != STRANGER)
    number = np.unique(known.people, return_inverse=True)[1]
    means = np.array([known.vectors[number == n].mean(axis=0) for n in range(number.max() + 1)])
    between = np.linalg.cholesky(np.cov(means.T) + 1e-4 * np.eye(means.shape[1]))
    within = np.linalg.cholesky(np.cov((known.vectors - means[number]).T) + 1e-6 * np.eye(means.shape[1]))
    sizes = np.minimum(1 + 2 * rng.pareto(1.0, count), 2000).astype(int)
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), count) + 1]
    owner = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    centres = means.mean(axis=0) + 0.95 * rng.normal(size=(len(sizes), means.shape[1])) @ between.T
    spread = np.exp(rng.normal(0.2, 0.15, len(sizes)))[owner] * np.exp(rng.normal(0, 0.25, len(owner)))
    vectors = centres[owner] + spread[:, None] * (rng.normal(size=(len(owner), means.shape[1])) @ within.T)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors.astype(np.float32), owner


def f_score(people: np.ndarray, labels: np.ndarray) -> float:
    """B-cubed F over the faces of known people; -1 stands alone."""
    single = np.where(labels < 0, labels.max(initial=0) + 1 + np.arange(len(labels)), labels)
    known = people != STRANGER if people.dtype.kind == "U" else np.ones(len(people), bool)
    return b_cubed(np.unique(people[known], return_inverse=True)[1], single[known]).f


def main() -> None:
    warnings.simplefilter("ignore")  # methods of others warn of settings that are theirs to judge here
    sizes = [int(text) for text in sys.argv[1:]] or [5_000, 20_000]
    faces = read_all(sface_reader())
    real, synthetic = collections(faces), {size: made_up(faces, size) for size in sizes}
    names = [*real, "worst", *(f"{size:,}" for size in sizes), "seconds"]
    threads = os.environ.get("OMP_NUM_THREADS", "all")
    print(f"threads: {threads}; faces: {[len(album.people) for album in real.values()]}")
    print(f"{'B-cubed F':<24}" + "".join(f"{name:>11}" for name in names))
    for name, (method, scales) in methods().items():
        scores = [f_score(album.people, method(album.vectors)) for album in real.values()]
        line = [*scores, min(scores)]
        seconds = 0.0
        for size, (vectors, owner) in synthetic.items():
            start = perf_counter()
            line.append(f_score(owner, method(vectors)) if scales or size <= _DENSE else np.nan)
            seconds = perf_counter() - start
        print(f"{name:<24}" + "".join(f"{score:11.3f}" for score in line) + f"{seconds:11.1f}", flush=True)


if __name__ == "__main__":
    main()
