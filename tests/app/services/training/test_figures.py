"""The numbers that are kept of a proof."""

import json

import numpy as np
import pytest

from app.domain.training import TrainingReport
from app.services.training.change import Comparisons
from app.services.training.figures import GRID, figures
from app.services.training.proof import Proof


def _comparisons(genuine: int, impostor: int) -> Comparisons:
    rng = np.random.default_rng(0)
    count = genuine + impostor
    same = np.arange(count) < genuine
    before = (rng.normal(size=count) + 2 * same).astype(np.float32)
    return Comparisons(
        before, before + 2 * same.astype(np.float32), np.arange(count), np.arange(count) + ~same
    )


def _figures(*trained: Comparisons) -> TrainingReport:
    proof = Proof(trained=list(trained))
    return figures(proof, proof.verdict())


def test_the_grid_holds_the_rates_that_are_reported() -> None:
    assert {1e-4, 1e-3, 1e-2, 1e-1} <= set(GRID)
    assert list(GRID) == sorted(GRID)


def test_a_curve_runs_through_the_reported_rates_and_what_improved_lies_above() -> None:
    found = _figures(_comparisons(500, 20_000))
    curve = found.curves["trained"]
    assert curve is not None
    assert curve.fmr == GRID
    for tars, rates in ((curve.before, found.before["trained"]), (curve.after, found.after["trained"])):
        assert rates is not None
        at = dict(zip(curve.fmr, tars, strict=True))
        assert [at[1e-2], at[1e-3], at[1e-4]] == list(rates.values())
        assert list(tars) == sorted(tars)
    assert np.all(np.array(curve.after) > curve.before)


@pytest.mark.parametrize(("impostors", "lowest"), [(10_000, 1e-4), (1_000, 1e-3), (10, 1e-1)])
def test_a_curve_begins_where_the_pairs_can_measure(impostors: int, lowest: float) -> None:
    curve = _figures(_comparisons(50, impostors)).curves["trained"]
    assert curve is not None
    assert curve.fmr[0] == lowest


def test_too_few_pairs_have_no_curve_and_no_pairs_no_rates() -> None:
    few = _figures(_comparisons(5, 9))
    assert few.curves == {"trained": None, "others": None}
    assert few.before["trained"] is not None
    assert few.before["others"] is None


def test_the_trial_with_the_fewest_pairs_says_where_the_curve_begins() -> None:
    curve = _figures(_comparisons(50, 10_000), _comparisons(50, 1_000)).curves["trained"]
    assert curve is not None
    assert curve.fmr[0] == 1e-3


def test_changes_are_kept_with_what_stands_behind_them() -> None:
    found = _figures(_comparisons(500, 20_000)).changes["trained"]
    assert list(found) == ["1e-3", "1e-4"]
    assert found["1e-3"].measured
    assert not found["1e-4"].measured
    assert found["1e-4"].pairs == 2
    assert found["1e-3"].low <= found["1e-3"].value <= found["1e-3"].high


def test_figures_are_the_same_after_a_trip_through_json() -> None:
    found = _figures(_comparisons(50, 500))
    assert TrainingReport.from_json(json.loads(json.dumps(found.to_json()))) == found
