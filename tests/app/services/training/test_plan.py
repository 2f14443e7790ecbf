"""What is said of a retraining before it is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.domain.training import EFFORTS, USUAL, TrainingOptions
from app.services.enrolment import enrol
from app.services.models import catalogue
from app.services.people import browse
from app.services.training import plan as training_plan
from app.services.training.plan import plan, reference_seconds
from app.services.training.recipe import recipe
from app.services.training.splits import trials
from app.services.workspace import Workspace

Kith = Callable[..., Any]


def test_a_refused_training_takes_no_time(workspace: Workspace) -> None:
    found = plan(workspace, USUAL)
    assert (found.held_out, found.seconds, found.deep) == (None, None, found.device.startswith("cuda"))


@pytest.mark.slow
def test_too_few_faces_are_not_held_out(workspace: Workspace, lfw: dict[str, list[Path]]) -> None:
    for name in ("Tony Blair", "Hugo Chavez"):
        enrol.enrol(workspace, name, [str(path) for path in lfw[name][:2]])
    assert plan(workspace, USUAL).held_out is None


def test_the_share_held_out_is_that_of_the_trials(known: Path, workspace: Workspace) -> None:
    found = plan(workspace, USUAL)
    kept_out, held_out = (
        2.5 * 5,
        7.5,
    )  # of ten people with five faces: a quarter of them, one face of the rest
    assert found.held_out == pytest.approx((kept_out + held_out) / 50)


def test_more_faces_take_longer() -> None:
    def seconds(people: int, faces: int) -> float:
        owners = np.repeat(np.arange(people), faces)
        tried = trials(owners, np.arange(len(owners)))
        return reference_seconds(recipe("cpu", USUAL), "usual", owners, tried)

    assert 5 < seconds(10, 6) < seconds(60, 20) < seconds(100, 100)


def test_deeper_and_longer_takes_longer() -> None:
    owners = np.repeat(np.arange(12), 20)
    tried = trials(owners, np.arange(len(owners)))
    head, deep = (recipe("cpu", TrainingOptions(depth=depth)) for depth in ("head", "blocks"))
    quick, usual, long = (reference_seconds(head, effort, owners, tried) for effort in EFFORTS)
    assert quick < usual < long
    assert reference_seconds(deep, "usual", owners, tried) > 5 * usual


def test_who_is_left_out_is_not_counted_and_too_few_may_remain(known: Path, workspace: Workspace) -> None:
    ids = [person.id for person in browse.everyone(workspace)]
    found = plan(workspace, TrainingOptions(leave_out=frozenset(ids[:3])))
    assert (found.people, found.faces, found.obstacle) == (7, 35, None)
    few = plan(workspace, TrainingOptions(leave_out=frozenset(ids[:9])))
    assert "Leave fewer people out" in str(few.obstacle)
    assert few.seconds is None


def test_trainings_before_and_a_few_steps_now_tell_how_fast_this_computer_is(
    retrained: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert training_plan._pace(workspace, "cuda") is None  # nothing was ever trained there
    (model,) = [one for one in catalogue.everything(workspace) if one.training]
    usual = model.report.pace
    assert usual is not None
    assert usual > 0
    monkeypatch.setattr(training_plan, "_probe", lambda: 4 * training_plan._PROBE)
    assert training_plan._pace(workspace, "cpu") == pytest.approx(2 * usual**0.5)
