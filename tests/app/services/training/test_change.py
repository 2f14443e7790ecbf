"""How much a rate changed over trials, and what chance leaves of it."""

import numpy as np
import pytest

from app.services.training.change import Comparisons, gap_change, mean_tars, tar_change


def _trial(gain: float = 0.0, shift: float = 0.0, seed: int = 0, people: int = 12) -> Comparisons:
    """All pairs of ten faces each, whose genuine scores rise by `gain` and all scores by `shift`."""
    rng = np.random.default_rng(seed)
    whose = np.repeat(np.arange(people), 10)
    a, b = np.triu_indices(len(whose), 1)
    same = whose[a] == whose[b]
    scores = rng.normal(np.where(same, 0.5, 0.05), 0.12).astype(np.float32)
    raised = scores + (np.where(same, gain, 0) + shift).astype(np.float32)
    return Comparisons(scores, raised, whose[a], whose[b])


def test_a_shift_between_trials_changes_nothing() -> None:
    trials = [_trial(shift=0.2), _trial(shift=-0.2, seed=1)]
    change = tar_change(trials, 1e-3)
    assert change.value == pytest.approx(0)
    assert change.low == pytest.approx(0)
    assert change.high == pytest.approx(0)
    pooled = Comparisons(
        *(
            np.concatenate([getattr(one, name) for one in trials])
            for name in ("before", "after", "left", "right")
        )
    )
    assert tar_change([pooled], 1e-3).value < -0.1  # what judging them together made of it


@pytest.mark.parametrize("gain", [0.1, -0.1])
def test_a_clear_change_lies_beyond_chance(gain: float) -> None:
    change = tar_change([_trial(gain), _trial(gain, seed=1)], 1e-3)
    assert change.low <= change.value <= change.high
    assert np.sign([change.low, change.value, change.high]).tolist() == [np.sign(gain)] * 3


def test_new_draws_of_the_same_quality_lie_within_chance() -> None:
    inside = 0
    for seed in range(20):
        one, other = _trial(seed=seed), _trial(seed=seed + 100)
        change = tar_change([Comparisons(one.before, other.before, one.left, one.right)], 1e-3)
        inside += change.low <= 0 <= change.high
    assert inside >= 15


def test_the_interval_agrees_with_counting_every_pair() -> None:
    """Against a resampling that scores all pairs anew for each draw."""
    trial = _trial(0.05)
    change = tar_change([trial], 1e-3)
    rng, values = np.random.default_rng(0), []
    for _ in range(200):
        drawn = np.bincount(rng.integers(12, size=12), minlength=12)
        weights = np.where(trial.same, drawn[trial.left], drawn[trial.left] * drawn[trial.right])
        tars = []
        for scores in (trial.before, trial.after):
            order = np.argsort(-scores)
            impostor = np.cumsum((weights * ~trial.same)[order])
            genuine = np.cumsum((weights * trial.same)[order])
            accepted = int(np.searchsorted(impostor, 1e-3 * impostor[-1], side="right"))
            tars.append(genuine[accepted - 1] / genuine[-1] if accepted else 0.0)
        values.append(tars[1] - tars[0])
    assert (change.low, change.high) == pytest.approx(tuple(np.quantile(values, [0.05, 0.95])), abs=1e-9)


def test_pairs_behind_a_rate_are_counted() -> None:
    change = tar_change([_trial(), _trial(seed=1)], 1e-3)
    impostors = _trial().impostors
    assert change.pairs == pytest.approx(2e-3 * impostors)
    assert not change.measured
    assert tar_change([_trial(people=20)], 1e-3).measured
    assert not tar_change([_trial(people=20)], 1e-4).measured


def test_the_gap_tells_apart_what_misses_nothing() -> None:
    far = _trial()
    far.before = far.before + np.where(far.same, 2, 0)
    far.after = far.before + np.where(far.same, 0.5, 0)
    assert tar_change([far], 1e-3).value == 0
    better, worse = (
        gap_change([far]),
        gap_change([Comparisons(far.after, far.before, far.left, far.right)]),
    )
    assert 0 < better.low < better.value < better.high
    assert worse.high < 0


def test_rates_are_means_over_trials() -> None:
    one, other = _trial(), _trial(seed=1)
    before, _ = mean_tars([one, other], [1e-2])
    assert before == [
        pytest.approx((one.tars(one.before, [1e-2])[0] + other.tars(other.before, [1e-2])[0]) / 2)
    ]
