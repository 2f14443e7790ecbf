"""A model's own limit of recognisability, from the faces stored."""

from pathlib import Path

import numpy as np
import pytest

from app.services.models.thresholds import measure_limit, thresholds_for
from app.services.workspace import Workspace
from app.vision.embed import Embedder


@pytest.mark.slow
def test_sface_gets_back_about_its_own_limit(known: Path, workspace: Workspace) -> None:
    model = workspace.active_model()
    published = workspace.thresholds(model).recognisable
    assert published is not None
    found = thresholds_for(workspace, model).recognisable
    assert found is not None
    assert abs(found - published) < 1.5  # the rule for models that nobody measured is the stricter one


def test_a_network_that_gives_unit_lengths_has_none(
    known: Path, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = workspace.reader().embedder
    plain = embedder._forward

    def unit(crops: np.ndarray) -> np.ndarray:
        found = plain(crops)
        return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True))

    alone = Embedder(embedder.model_id, 128, embedder._network, embedder.preprocessing)
    monkeypatch.setattr(alone, "_forward", unit)
    assert measure_limit(workspace, alone, otherwise=9.0) is None


def test_without_faces_the_other_limit_holds(workspace: Workspace) -> None:
    embedder = workspace.reader().embedder
    assert measure_limit(workspace, embedder) is None
    assert measure_limit(workspace, embedder, otherwise=8.5) == 8.5
