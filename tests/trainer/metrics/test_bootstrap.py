"""Intervals over identities, for any scored pairs."""

import numpy as np
import pytest

from trainer.metrics import (
    ScoredPairs,
    equal_error_rate,
    interval,
    resamples,
    roc,
    tar_at_fmr,
    tar_changes,
    tar_intervals,
    verification_rates,
)


def some_pairs(seed: int = 0, shift: float = 0.0) -> ScoredPairs:
    chance = np.random.default_rng(seed)
    left, right = chance.integers(12, size=(2, 3000))
    scores = chance.normal(np.where(left == right, 1.0 + shift, 0.0), 0.6)
    return ScoredPairs(scores, left, right)


def test_a_resample_that_draws_everybody_once_is_the_measurement() -> None:
    pairs, fmrs = some_pairs(), (0.1, 0.01)
    found = pairs.resampled(np.ones(pairs.identities, np.int64), fmrs)
    wanted = tar_at_fmr(pairs.genuine, pairs.impostor, fmrs)
    assert found[:2].tolist() == pytest.approx([wanted[fmr] for fmr in fmrs])
    assert found[2] == pytest.approx(equal_error_rate(roc(pairs.genuine, pairs.impostor)), abs=1e-3)


def test_pairs_count_as_often_as_their_identities_by_hand() -> None:
    # falling: genuine of 0, impostor of 0 and 1, genuine of 1
    pairs = ScoredPairs(np.array([0.9, 0.5, 0.1]), np.array([0, 0, 1]), np.array([0, 1, 1]))
    assert pairs.resampled(np.array([3, 1]), [0.0]).tolist() == [0.75, 1.0]
    assert np.isnan(pairs.resampled(np.array([2, 0]), [0.0])).all()  # no impostor pair is left


def test_equal_error_rate_by_hand() -> None:
    # one of four genuine pairs lies below one of four impostor pairs
    genuine, impostor = np.array([0.9, 0.8, 0.7, 0.3]), np.array([0.5, 0.2, 0.1, 0.0])
    assert equal_error_rate(roc(genuine, impostor)) == 0.25


def test_the_det_is_the_roc_upside_down_and_can_be_read_anywhere() -> None:
    curve = roc(np.array([0.9, 0.8, 0.7, 0.3]), np.array([0.5, 0.2, 0.1, 0.0]))
    assert curve.fnmr.tolist() == (1 - curve.tar).tolist()
    chosen = curve.at([0.0, 0.1, 0.25, 1.0])
    assert chosen.tar.tolist() == [0.75, 0.75, 1.0, 1.0]
    assert chosen.fmr.tolist() == [0.0, 0.0, 0.25, 1.0]


def test_intervals_hold_the_value_and_change_nothing_else() -> None:
    pairs = some_pairs()
    found = verification_rates(pairs, resamples(12), (0.1, 0.01))
    for rate in (*found.tar.values(), found.eer):
        assert rate.low <= rate.value <= rate.high
        assert rate.low < rate.high
    assert verification_rates(pairs, resamples(12), (0.1, 0.01)) == found
    nothing = interval(0.5, [])
    assert nothing.value == 0.5
    assert np.isnan([nothing.low, nothing.high]).all()


def test_a_change_is_measured_on_the_same_resamples() -> None:
    same = tar_changes(some_pairs(), some_pairs(), resamples(12), (0.01,))[0.01]
    assert (same.value, same.low, same.high) == (0, 0, 0)
    better = tar_changes(some_pairs(), some_pairs(shift=1.0), resamples(12), (0.01,))[0.01]
    assert better.low > 0


def test_all_pairs_of_embeddings_are_one_case_of_it() -> None:
    chance = np.random.default_rng(0)
    labels = np.repeat(np.arange(8), 5)
    embeddings = np.eye(8)[labels] + chance.normal(0, 0.5, (40, 8))
    found = tar_intervals(embeddings, labels, (0.1,))[0.1]
    assert found.low <= found.value <= found.high
