"""Rates against counting by hand, and against scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from trainer.errors import DataError
from trainer.metrics import (
    equal_error_rate,
    hardest_pairs,
    pair_scores,
    roc,
    tar_at_fmr,
    tar_intervals,
    threshold_at_fmr,
    verification,
)


def scores(seed: int = 0, shift: float = 1.5) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    return chance.normal(shift, 1, 400).round(1), chance.normal(0, 1, 3000).round(1)  # rounded: many ties


@pytest.mark.parametrize("fmr", [0, 1e-4, 1e-3, 1e-2, 0.1, 0.5, 1])
def test_tar_is_the_highest_that_keeps_the_rate(fmr: float) -> None:
    genuine, impostor = scores()
    found = tar_at_fmr(genuine, impostor, [fmr])[fmr]
    thresholds = np.append(np.unique(np.concatenate([genuine, impostor])), np.inf)
    allowed = [t for t in thresholds if (impostor >= t).mean() <= fmr]
    assert found == pytest.approx(max((genuine >= t).mean() for t in allowed))
    assert (impostor > threshold_at_fmr(impostor, fmr)).mean() <= fmr


def test_area_equals_scikit_learns() -> None:
    genuine, impostor = scores()
    truth = np.r_[np.ones(len(genuine)), np.zeros(len(impostor))]
    expected = roc_auc_score(truth, np.r_[genuine, impostor])
    assert roc(genuine, impostor).area == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(("shift", "expected"), [(0, 0.5), (100, 0), (2, 0.1587)])
def test_equal_error_rate(shift: float, expected: float) -> None:
    chance = np.random.default_rng(1)
    curve = roc(chance.normal(shift, 1, 20_000), chance.normal(0, 1, 20_000))
    assert equal_error_rate(curve) == pytest.approx(expected, abs=0.01)


def test_all_pairs_are_scored_once() -> None:
    embeddings, labels = np.random.default_rng(0).normal(size=(30, 5)), np.arange(30) % 4
    found = pair_scores(embeddings, labels)
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    expected = [unit[i] @ unit[j] for i in range(30) for j in range(i) if labels[i] == labels[j]]
    np.testing.assert_allclose(np.sort(found.genuine), np.sort(expected), atol=1e-6)
    assert len(found.genuine) + len(found.impostor) == 30 * 29 // 2


def test_a_sample_of_pairs_agrees_with_all_of_them() -> None:
    chance = np.random.default_rng(0)
    labels = np.arange(600) % 60
    embeddings = chance.normal(size=(60, 16))[labels] + chance.normal(size=(600, 16))
    every, some = (pair_scores(embeddings, labels, most=most) for most in (10**6, 60_000))
    assert len(some.genuine) + len(some.impostor) <= 60_000
    a, b = (tar_at_fmr(s.genuine, s.impostor)[1e-2] for s in (every, some))
    assert a == pytest.approx(b, abs=0.05)


def test_one_kind_of_pairs_alone_is_refused() -> None:
    with pytest.raises(DataError, match="no impostor pair"):
        tar_at_fmr(np.ones(3), np.empty(0))
    with pytest.raises(DataError, match="no genuine pair"):
        roc(np.empty(0), np.ones(3))


@pytest.mark.slow
def test_intervals_hold_the_value_and_widen_with_fewer_identities() -> None:
    chance = np.random.default_rng(0)
    widths = []
    for identities in (8, 80):
        labels = np.repeat(np.arange(identities), 8)
        embeddings = chance.normal(size=(identities, 16))[labels] + 0.9 * chance.normal(
            size=(len(labels), 16)
        )
        interval = tar_intervals(embeddings, labels, [1e-2])[1e-2]
        assert interval.low <= interval.value <= interval.high
        widths.append(interval.high - interval.low)
    assert widths[1] < widths[0]


@pytest.mark.parametrize("count", [3, 1000])
def test_the_hardest_pairs_are_the_ends_of_all_pairs_in_order(
    count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(verification, "_ROWS", 7)
    chance = np.random.default_rng(0)
    embeddings, labels = chance.normal(size=(30, 5)), chance.integers(0, 4, 30)
    every = pair_scores(embeddings, labels)
    genuine, impostor = hardest_pairs(embeddings, labels, count)
    assert [pair[2] for pair in genuine] == pytest.approx(np.sort(every.genuine)[:count])
    assert [pair[2] for pair in impostor] == pytest.approx(np.sort(every.impostor)[::-1][:count])
    assert all(labels[a] == labels[b] and a < b for a, b, _ in genuine)
    assert all(labels[a] != labels[b] and a < b for a, b, _ in impostor)
