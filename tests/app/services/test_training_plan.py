"""What is said of a retraining before it is asked for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.services import enrol, models, training_plan
from app.services.proof import trials
from app.services.readiness import readiness
from app.services.training_plan import plan, reference_seconds
from app.services.training_run import recipe
from app.services.workspace import Workspace

Kith = Callable[..., Any]


def test_a_refused_training_takes_no_time(workspace: Workspace) -> None:
    found = plan(workspace, readiness(workspace))
    assert (found.held_out, found.seconds, found.deep) == (None, None, found.device.startswith("cuda"))


def test_too_few_faces_are_not_held_out(workspace: Workspace, lfw: dict[str, list[Path]]) -> None:
    for name in ("Tony Blair", "Hugo Chavez"):
        enrol.enrol(workspace, name, [str(path) for path in lfw[name][:2]])
    assert plan(workspace, readiness(workspace)).held_out is None


def test_the_share_held_out_is_that_of_the_trials(known: Path, workspace: Workspace) -> None:
    found = plan(workspace, readiness(workspace))
    kept_out, held_out = (
        2.5 * 5,
        7.5,
    )  # of ten people with five faces: a quarter of them, one face of the rest
    assert found.held_out == pytest.approx((kept_out + held_out) / 50)


def test_more_faces_take_longer() -> None:
    def seconds(people: int, faces: int) -> float:
        owners = np.repeat(np.arange(people), faces)
        return reference_seconds(recipe("cpu"), owners, trials(owners, np.arange(len(owners))))

    assert 10 < seconds(10, 6) < seconds(60, 20) < seconds(100, 100)


def test_trainings_before_and_a_few_steps_now_tell_how_fast_this_computer_is(
    retrained: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert training_plan._pace(workspace, "cuda") is None  # nothing was ever trained there
    ((model, _),) = [one for one in models.everything(workspace) if one[0].metrics]
    assert model.metrics is not None
    usual = model.metrics["pace"]
    assert usual > 0
    monkeypatch.setattr(training_plan, "_probe", lambda: 4 * training_plan._PROBE)
    assert training_plan._pace(workspace, "cpu") == pytest.approx(2 * usual**0.5)
