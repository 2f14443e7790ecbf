"""Exact search against faiss's flat index, one thread each, interleaved in one run.

    python -m tests.bench.bench_index

Both search the same 100,000 x 128 vectors, shaped like SFace's embeddings of 10,000 people, and must find
the same faces. Needs `faiss-cpu`. OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are unset for this process: where a
machine sets them they pick slower kernels.
"""

# ruff: noqa: E402 - the environment must be right before numpy is imported

import os

for name in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(name, None)
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

from collections.abc import Callable
from time import perf_counter

import faiss
import numpy as np

from app.recognition.index import Index
from app.recognition.scores import best_people

ROWS, DIMENSION, PEOPLE, CHANGED, TOP, ROUNDS = 100_000, 128, 10_000, 1_000, 10, 15
WITHIN = 0.56
"""Mean cosine of two faces of one person under SFace."""


def faces_of(people: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """One unit vector for each entry of `people`, around a centre that the person's faces share."""
    centres = np.random.default_rng(7).normal(size=(PEOPLE, DIMENSION))
    vectors = np.sqrt(WITHIN) * centres[people] + np.sqrt(1 - WITHIN) * rng.normal(
        size=(len(people), DIMENSION)
    )
    return np.ascontiguousarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def compare(
    name: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS
) -> None:
    """Time the two in turns and print the medians and their ratio."""
    times = np.array([(seconds(ours), seconds(theirs)) for _ in range(rounds)])
    mine, other = np.median(times, axis=0) * 1e3
    print(f"{name:<28}{mine:10.2f}{other:10.2f}{other / mine:10.2f}")


def flat(vectors: np.ndarray) -> faiss.IndexIDMap2:
    """Faiss's flat index under identifiers, which is what adding and removing by face needs."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(DIMENSION))
    index.add_with_ids(vectors, np.arange(len(vectors)))
    return index


def main() -> None:
    faiss.omp_set_num_threads(1)
    rng = np.random.default_rng(0)
    people = np.arange(ROWS) % PEOPLE
    vectors, weights, faces = faces_of(people, rng), np.ones(ROWS, np.float32), np.arange(ROWS)
    probes = faces_of(rng.integers(0, PEOPLE, 64), rng)
    ours, theirs = Index.build(faces, people, vectors, weights), flat(vectors)
    bare = faiss.IndexFlatIP(DIMENSION)
    bare.add(vectors)
    if not np.array_equal(ours.search(probes, TOP).faces, bare.search(probes, TOP)[1]):
        raise SystemExit("the two indexes disagree")

    print(f"{ROWS:,} x {DIMENSION}, top {TOP}, one thread; the same faces found by both")
    print(f"{'milliseconds (median)':<28}{'Kith':>10}{'faiss':>10}{'faiss/Kith':>10}")
    compare(
        "search, 1 probe", lambda: ours.search(probes[:1], TOP), lambda: bare.search(probes[:1], TOP), 101
    )
    compare("search, 5 probes", lambda: ours.search(probes[:5], TOP), lambda: bare.search(probes[:5], TOP))
    compare("search, 64 probes", lambda: ours.search(probes, TOP), lambda: bare.search(probes, TOP))
    compare("build", lambda: Index.build(faces, people, vectors, weights), lambda: flat(vectors), 5)
    bench_changes(ours, theirs, faces_of(people[:CHANGED], rng), rng)
    for count in (1, 5):
        times = [seconds(lambda: best_people(ours, probes[:count], 5)) for _ in range(ROUNDS)]  # noqa: B023
        print(f"people for {count} probes, all their exemplars weighed: {np.median(times) * 1e3:.2f} ms")


def bench_changes(ours: Index, theirs: faiss.IndexIDMap2, new: np.ndarray, rng: np.random.Generator) -> None:
    """Add 1,000 faces, then remove 1,000 others, again and again; old snapshots of ours stay valid."""
    state, fresh = ours, ROWS
    added: list[tuple[float, float]] = []
    removed: list[tuple[float, float]] = []
    for _ in range(ROUNDS):
        faces = np.arange(fresh, fresh + CHANGED)
        people, weights = faces % PEOPLE, np.ones(CHANGED, np.float32)
        fresh += CHANGED
        start = perf_counter()
        state = state.add(faces, people, new, weights)
        middle = perf_counter()
        theirs.add_with_ids(new, faces)
        added.append((middle - start, perf_counter() - middle))
        gone = rng.choice(state.all_faces[state.alive], CHANGED, replace=False)
        start = perf_counter()
        state = state.remove(gone)
        middle = perf_counter()
        theirs.remove_ids(faiss.IDSelectorBatch(gone))
        removed.append((middle - start, perf_counter() - middle))
    for name, times in (("add 1,000", added), ("remove 1,000", removed)):
        mine, other = np.median(times, axis=0) * 1e3
        print(f"{name:<28}{mine:10.2f}{other:10.2f}{other / mine:10.2f}")
    print(f"slowest of {ROUNDS}: add {max(t for t, _ in added) * 1e3:.0f} ms", end=", ")
    print(f"remove {max(t for t, _ in removed) * 1e3:.0f} ms (the buffer is copied now and then)")


if __name__ == "__main__":
    main()
