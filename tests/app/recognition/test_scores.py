import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.likeness import DISCOUNT
from app.recognition.index import Index
from app.recognition.scores import best_people, everybody, expected_of, of_cohort, surplus


def unit(rng: np.random.Generator, count: int) -> np.ndarray:
    vectors = rng.normal(size=(count, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def plain_score(probe: np.ndarray, exemplars: np.ndarray, weights: np.ndarray) -> float:
    """The definition, spelt out for one probe and one person."""
    mean = np.average(exemplars, axis=0, weights=np.maximum(weights, 0.05))
    agreement = np.linalg.norm(mean)
    likeness = probe @ mean / agreement
    return float((np.max(exemplars @ probe) + likeness) / 2 - DISCOUNT * (1 - agreement))


@pytest.mark.slow
@given(st.integers(1, 90), st.integers(1, 30), st.integers(1, 70), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_the_best_people_are_those_of_the_definition(count: int, people: int, probes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors, owner, weights = unit(rng, count), rng.integers(0, people, count), rng.random(count)
    index = Index.build(np.arange(count), owner, vectors, weights)
    wanted = unit(rng, probes)
    found, scores = best_people(index, wanted, 4)
    enrolled = np.unique(owner)
    for probe, row, values in zip(wanted, found, scores, strict=True):
        truth = {p: plain_score(probe, vectors[owner == p], weights[owner == p]) for p in enrolled}
        best = sorted(truth.values(), reverse=True)[:4]
        assert np.allclose(values, best, atol=1e-5)
        assert np.allclose([truth[p] for p in row], best, atol=1e-5)


def test_removed_faces_do_not_count() -> None:
    vectors = np.eye(8, dtype=np.float32)[:3]
    index = Index.build([1, 2, 3], [1, 1, 2], vectors, [1, 1, 1]).remove([1])
    people, scores = best_people(index, vectors[:1], 5)
    assert people.tolist() == [[1, 2]]
    assert scores.tolist() == [[0.0, 0.0]]


def test_one_exemplar_scores_its_cosine() -> None:
    rng = np.random.default_rng(1)
    vectors, probes = unit(rng, 6), unit(rng, 5)
    index = Index.build(np.arange(6), np.arange(6), vectors, rng.random(6))
    _, scores = best_people(index, probes, 6)
    assert np.allclose(scores, -np.sort(-(probes @ vectors.T), axis=1), atol=1e-5)


def test_the_same_exemplar_twice_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    vector, probes = unit(rng, 1), unit(rng, 5)
    once = Index.build([1], [1], vector, [1])
    often = Index.build(range(9), [1] * 9, np.repeat(vector, 9, axis=0), rng.random(9))
    assert np.allclose(best_people(once, probes, 1)[1], best_people(often, probes, 1)[1], atol=1e-5)


def test_a_poor_exemplar_counts_less() -> None:
    probe = np.array([[1, 0]], np.float32)
    exemplars = [[0.8, 0.6], [0.0, 1.0]]
    scores = [
        best_people(Index.build([1, 2], [1, 1], exemplars, weights), probe, 1)[1].item()
        for weights in ([1.0, 0.1], [1.0, 1.0])
    ]
    assert scores[0] > scores[1]


def test_exemplars_that_cancel_each_other_out_are_survived() -> None:
    index = Index.build([1, 2], [1, 1], [[1.0, 0.0], [-1.0, 0.0]], [1, 1])
    people, scores = best_people(index, np.array([[1, 0]], np.float32), 1)
    assert people.tolist() == [[1]]
    assert np.isfinite(scores).all()


def test_nobody_enrolled_gives_no_people() -> None:
    index = Index.build([], [], np.empty((0, 8)), [])
    people, scores = best_people(index, unit(np.random.default_rng(0), 3), 5)
    assert people.shape == scores.shape == (3, 0)


def test_the_surplus_of_probes_averages_to_nothing_over_the_cohort() -> None:
    faces = unit(np.random.default_rng(4), 500) + np.eye(8, dtype=np.float32)[0]
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    cohort = faces.mean(axis=0).tolist()
    assert abs(float(surplus(faces, of_cohort(cohort)).mean())) < 1e-5
    assert surplus(np.eye(8, dtype=np.float32)[:1], of_cohort(cohort))[0] > 0.2  # what all of them share
    assert surplus(faces, of_cohort(())).tolist() == [0.0] * 500


def test_people_who_are_like_everybody_score_less() -> None:
    rng = np.random.default_rng(5)
    vectors, probes = unit(rng, 7), unit(rng, 3)
    cohort = of_cohort(np.full(8, 0.1))
    index = Index.build(np.arange(7), [1, 1, 1, 2, 2, 3, 3], vectors, np.ones(7))
    means = np.stack([vectors[:3].mean(axis=0), vectors[3:5].mean(axis=0), vectors[5:].mean(axis=0)])
    less = everybody(index, probes) - everybody(index, probes, cohort)
    assert np.allclose(less, np.tile(surplus(means, cohort), (3, 1)), atol=1e-6)
    people, scores = best_people(index, probes, 3, cohort)
    assert np.allclose(scores, -np.sort(-everybody(index, probes, cohort)), atol=1e-6)
    assert people.shape == (3, 3)


def test_the_expected_face_is_the_cohorts_where_chance_explains_those_enrolled() -> None:
    rng = np.random.default_rng(6)
    faces = unit(rng, 2000) + np.eye(8, dtype=np.float32)[0]
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    cohort = faces.mean(axis=0)
    moved = 0
    for start in range(0, 2000, 20):
        rows = np.arange(start, start + 20)
        found = expected_of(Index.build(rows, rows, faces[rows], np.ones(20)), cohort)
        moved += not np.allclose(found.mean, cohort)
    assert moved <= 10  # of 100 galleries


def test_the_expected_face_nears_that_of_many_who_have_something_in_common() -> None:
    faces = unit(np.random.default_rng(7), 200) + np.eye(8, dtype=np.float32)[0]
    faces /= np.linalg.norm(faces, axis=1, keepdims=True)
    cohort = np.eye(8, dtype=np.float32)[1] / 2
    shares = []
    for count in (1, 7, 8, 20, 200):
        rows = np.arange(count)
        index = Index.build(rows, rows, faces[:count], np.ones(count))
        own = faces[:count].mean(axis=0)
        found = expected_of(index, cohort)
        share = float((found.mean - cohort) @ (own - cohort) / np.sum((own - cohort) ** 2))
        assert found.usual == pytest.approx((found.mean @ found.mean + cohort @ cohort) / 2)
        spread = float(np.square(faces[:count] - own).sum()) / max(count * (count - 1), 1)
        expected = 1 - 2 * spread / float(np.square(own - cohort).sum())
        assert share == pytest.approx(max(expected, 0) if count > 7 else 0, abs=1e-5)
        shares.append(share)
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    assert len(expected_of(index, ()).mean) == 0  # nothing to be drawn away from


def test_nobody_enrolled_leaves_the_cohort_as_it_is() -> None:
    cohort = np.eye(8, dtype=np.float32)[1] / 2
    assert np.array_equal(expected_of(Index.build([], [], np.empty((0, 8)), []), cohort).mean, cohort)
