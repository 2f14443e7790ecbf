"""How alike samples and people are, as a rate of strangers."""

import numpy as np
import pytest

from app.domain.decision import Thresholds
from app.recognition.duplicates import RATE, most_alike, rate_of
from app.recognition.index import Index
from tests.bench.face_set import FaceSet
from tests.bench.measure_duplicates import noticed

THRESHOLDS = Thresholds(((1e-2, 0.3), (1e-3, 0.4), (1e-4, 0.45)), "")


@pytest.mark.parametrize(
    ("score", "rate"), [(0.3, 1e-2), (0.4, 1e-3), (0.425, 10**-3.5), (0.45, 1e-4), (1.0, 1e-6), (-1.0, 1.0)]
)
def test_a_score_has_the_rate_that_the_calibration_gives_it(score: float, rate: float) -> None:
    assert rate_of(THRESHOLDS, score) == pytest.approx(rate)


def test_a_calibration_at_one_rate_says_that_one_or_all() -> None:
    assert rate_of(Thresholds(((1e-3, 0.4),), ""), 0.5) == 1e-3
    assert rate_of(Thresholds(((1e-3, 0.4),), ""), 0.3) == 1.0


def test_one_lucky_sample_among_several_says_nothing() -> None:
    axes = np.eye(4, dtype=np.float32)
    index = Index.build([1, 2], [7, 8], axes[:2], [1, 1])
    lucky = most_alike(index, axes[[0, 2, 3]], THRESHOLDS)
    assert [(one.person, one.rate <= RATE) for one in lucky] == [(7, False), (8, False)]
    best = most_alike(index, axes[[1]], THRESHOLDS)[0]
    assert best.person == 8
    assert best.score == pytest.approx(1.0)
    assert most_alike(Index.build([], [], np.empty((0, 4)), []), axes, THRESHOLDS) == []


def test_the_bench_counts_who_is_noticed_and_who_is_taken_for_another() -> None:
    rng = np.random.default_rng(0)
    centres = np.eye(128)[[0, 1, 1]]  # the last two are the same to any recogniser
    vectors = np.repeat(centres, 10, axis=0) + rng.normal(0, 0.02, (30, 128))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    people = np.repeat(["a", "b", "c"], 10)
    faces = FaceSet(vectors, np.ones(30), np.ones(30), people, people, np.arange(30))
    fired, wrong = noticed(faces, 5, 3, draws=3)
    assert fired == 1.0
    assert wrong == pytest.approx(2 / 3)
