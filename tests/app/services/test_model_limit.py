"""The limit of recognisability is carried from model to model, where lengths tell anything."""

from pathlib import Path

import numpy as np
import pytest

from app.services.model_limit import carried_limit, limit_between
from app.services.workspace import Workspace


def test_the_limit_lies_between_what_can_be_recognised_and_what_cannot() -> None:
    lengths = np.array([*np.linspace(5, 8, 20), *np.linspace(10, 14, 20)], np.float32)
    found = limit_between(lengths, lengths > 9)
    assert found is not None
    assert 8 < found < 10


def test_lengths_that_tell_nothing_give_no_limit() -> None:
    sound = np.arange(40) % 2 == 0
    assert limit_between(np.ones(40, np.float32), sound) is None
    assert limit_between(np.random.default_rng(0).uniform(5, 15, 40).astype(np.float32), sound) is None
    assert limit_between(np.arange(40, dtype=np.float32), np.arange(40) > 2) is None  # three on one side


@pytest.mark.slow
def test_sface_gets_back_its_own_limit(known: Path, workspace: Workspace) -> None:
    model = workspace.active_model()
    measured = workspace.thresholds(model).recognisable
    assert measured is not None
    found = carried_limit(workspace, model)
    assert found is not None
    assert abs(found - measured) < 0.5


def test_without_people_there_is_none(workspace: Workspace) -> None:
    assert carried_limit(workspace, workspace.active_model()) is None
