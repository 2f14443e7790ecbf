import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.recognition.index import Index
from app.recognition.scores import best_people


def unit(rng: np.random.Generator, count: int) -> np.ndarray:
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def plain_score(similarities: np.ndarray, weights: np.ndarray) -> float:
    """The definition, spelt out for one probe and one person."""
    best = np.argsort(-similarities)[: min((len(similarities) + 1) // 2, 16)]
    return float(np.average(similarities[best], weights=np.maximum(weights[best], 0.05)))


@given(st.integers(1, 90), st.integers(1, 30), st.integers(1, 70), st.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=60)
def test_the_best_people_are_those_of_the_definition(count: int, people: int, probes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors, owner, weights = unit(rng, count), rng.integers(0, people, count), rng.random(count)
    index = Index.build(np.arange(count), owner, vectors, weights)
    wanted = unit(rng, probes)
    found, scores = best_people(index, wanted, 4)
    enrolled = np.unique(owner)
    for probe, row, values in zip(wanted, found, scores, strict=True):
        truth = {p: plain_score(vectors[owner == p] @ probe, weights[owner == p]) for p in enrolled}
        best = sorted(truth.values(), reverse=True)[:4]
        assert np.allclose(values, best, atol=1e-5)
        assert np.allclose([truth[p] for p in row], best, atol=1e-5)


def test_removed_faces_do_not_count() -> None:
    vectors = np.eye(8, dtype=np.float32)[:3]
    index = Index.build([1, 2, 3], [1, 1, 2], vectors, [1, 1, 1]).remove([1])
    people, scores = best_people(index, vectors[:1], 5)
    assert people.tolist() == [[1, 2]]
    assert scores.tolist() == [[0.0, 0.0]]


def test_a_poor_exemplar_counts_less() -> None:
    probe = np.array([[1, 0]], np.float32)
    good, poor, unlike = [0.8, 0.6], [1.0, 0.0], [0.0, 1.0]
    index = Index.build([1, 2, 3], [1, 1, 1], [good, poor, unlike], [1.0, 0.25, 1.0])
    assert np.isclose(best_people(index, probe, 1)[1][0, 0], (0.8 + 0.25) / 1.25)


def test_nobody_enrolled_gives_no_people() -> None:
    index = Index.build([], [], np.empty((0, 8)), [])
    people, scores = best_people(index, unit(np.random.default_rng(0), 3), 5)
    assert people.shape == scores.shape == (3, 0)
