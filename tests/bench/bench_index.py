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
from app.recognition.select import inner_products, top

ROWS, DIMENSION, PEOPLE, TOP, ROUNDS = 100_000, 128, 10_000, 10, 15
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


def search(vectors: np.ndarray, probes: np.ndarray) -> np.ndarray:
    """Rows of the most similar vectors of each probe (M, TOP), best first."""
    return np.stack([top(row, TOP) for row in inner_products(probes, vectors)])


def flat(vectors: np.ndarray) -> faiss.IndexFlatIP:
    """Faiss's flat index of the vectors."""
    index = faiss.IndexFlatIP(DIMENSION)
    index.add(vectors)
    return index


def main() -> None:
    faiss.omp_set_num_threads(1)
    rng = np.random.default_rng(0)
    people = np.arange(ROWS) % PEOPLE
    vectors, weights, faces = faces_of(people, rng), np.ones(ROWS, np.float32), np.arange(ROWS)
    probes = faces_of(rng.integers(0, PEOPLE, 64), rng)
    ours, theirs = Index.build(faces, people, vectors, weights), flat(vectors)
    if not np.array_equal(search(ours.vectors, probes), theirs.search(probes, TOP)[1]):
        raise SystemExit("the two indexes disagree")

    print(f"{ROWS:,} x {DIMENSION}, top {TOP}, one thread; the same faces found by both")
    print(f"{'milliseconds (median)':<28}{'Kith':>10}{'faiss':>10}{'faiss/Kith':>10}")
    for count, rounds in ((1, 101), (5, ROUNDS), (64, ROUNDS)):
        some = probes[:count]
        compare(
            f"search, {count} probes",
            lambda: search(ours.vectors, some),  # noqa: B023
            lambda: theirs.search(some, TOP),  # noqa: B023
            rounds,
        )
    compare("build", lambda: Index.build(faces, people, vectors, weights), lambda: flat(vectors), 5)
    for count in (1, 5):
        times = [seconds(lambda: best_people(ours, probes[:count], 5)) for _ in range(ROUNDS)]  # noqa: B023
        print(f"people for {count} probes, all their exemplars weighed: {np.median(times) * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
