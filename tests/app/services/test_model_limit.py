"""A model draws its limit of recognisability from the faces that are stored, where lengths tell anything."""

from pathlib import Path

import pytest

from app.services.model_limit import measure_limit
from app.services.workspace import Workspace


@pytest.mark.slow
def test_sface_gets_back_about_its_own_limit(known: Path, workspace: Workspace) -> None:
    model = workspace.active_model()
    measured = workspace.thresholds(model).recognisable
    assert measured is not None
    found = measure_limit(workspace, workspace.embedder(model))
    assert found is not None
    assert abs(found - measured) < 1.5


def test_without_people_it_is_what_it_is_told(workspace: Workspace) -> None:
    embedder = workspace.embedder(workspace.active_model())
    assert measure_limit(workspace, embedder) is None
    assert measure_limit(workspace, embedder, 7.5) == 7.5
