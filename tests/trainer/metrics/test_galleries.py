"""FNIR at FPIR for galleries of any size: against cases worked out by hand, and against galleries drawn."""

import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest

from trainer.errors import DataError
from trainer.metrics import Searches, chance_of_any, fnir_at, open_set_rates, resamples


def searches(own: list[float], rivals: list[list[float]]) -> Searches:
    table = np.array(rivals)
    return Searches(np.arange(len(own)), np.array(own), -np.sort(-table, axis=1), table.shape[1])


def test_chance_of_any_counts_all_choices() -> None:
    for above in range(6):
        chosen = list(combinations(range(5), 3))
        counted = sum(any(one < above for one in some) for some in chosen) / len(chosen)
        assert chance_of_any(np.array([above]), 5, 3)[0] == pytest.approx(counted)
    assert chance_of_any(np.arange(4), 3, 0).tolist() == [0, 0, 0, 0]
    with pytest.raises(ValueError, match="cannot be chosen"):
        chance_of_any(np.array([0]), 3, 4)


def test_the_gallery_as_it_is_by_hand() -> None:
    # strangers' best: 0.9, 0.4, 0.3, 0.2; own: 0.95, 0.8, 0.35, 0.1
    found = searches([0.95, 0.8, 0.35, 0.1], [[0.9, 0], [0.4, 0], [0.3, 0], [0.2, 0]])
    strict, quarter, half = open_set_rates(found, 3, [0.0, 0.25, 0.5], resamples(4))
    assert (strict.threshold, strict.fnir.value) == (0.9, 0.75)  # only the first passes 0.9
    assert (quarter.threshold, quarter.fnir.value) == (0.4, 0.5)  # one stranger in four passes 0.4
    assert (half.threshold, half.fnir.value) == (0.3, 0.25)
    assert half.fnir.low <= half.fnir.value <= half.fnir.high


def test_a_rival_that_comes_first_is_a_miss_whatever_the_score() -> None:
    found = searches([0.5, 0.9], [[0.7, 0.1], [0.2, 0.1]])
    (rate,) = open_set_rates(found, 3, [0.5], resamples(2))
    assert rate.threshold == 0.2
    assert rate.fnir.value == 0.5


def test_a_smaller_gallery_is_the_mean_over_all_choices() -> None:
    chance = np.random.default_rng(3)
    rivals = chance.normal(size=(12, 6))
    own = chance.normal(1.5, 1, 12)
    found = searches(own.tolist(), rivals.tolist())
    for threshold in (0.5, 1.0, 1.5):
        missed = [
            np.mean([own[row] <= threshold or rivals[row, list(some)].max() > own[row] for row in range(12)])
            for some in combinations(range(6), 2)
        ]
        assert fnir_at(found, 3, threshold, resamples(12)).value == pytest.approx(np.mean(missed))
    (rate,) = open_set_rates(found, 3, [0.2], resamples(12))
    alarms = [
        (rivals[:, list(some)] > rate.threshold).any(axis=1).mean() for some in combinations(range(6), 3)
    ]
    assert np.mean(alarms) <= 0.2


def test_people_beyond_those_there_are_come_first_as_often() -> None:
    found = searches([0.5], [[0.7, 0.1, 0.2, 0.3]])
    assert fnir_at(found, 9, 0.0, resamples(1)).value == pytest.approx(1 - 0.75**8)


def test_a_person_with_one_picture_is_a_stranger_only() -> None:
    found = searches([float("nan"), 0.9], [[0.3], [0.2]])
    (rate,) = open_set_rates(found, 2, [0.0], resamples(2))
    assert (rate.threshold, rate.fnir.value) == (0.3, 0)
    alone = searches([float("nan")], [[0.3]])
    with pytest.raises(DataError, match="nobody to find"):
        open_set_rates(alone, 2, [0.0], resamples(1))


def test_measures_need_no_torch() -> None:
    code = "import sys, trainer.metrics; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
