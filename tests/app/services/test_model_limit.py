<<<<<<< HEAD
"""A model draws its limit of recognisability from the faces that are stored, where lengths tell anything."""
=======
"""A model's own limit of recognisability, from the faces stored."""
>>>>>>> refs/heads/recognisable

from pathlib import Path

import pytest

<<<<<<< HEAD
from app.services.model_limit import measure_limit
from app.services.workspace import Workspace
=======
from app.services.model_limit import measure_limit, thresholds_for
from app.services.workspace import Workspace
from app.vision.embed import Embedder
>>>>>>> refs/heads/recognisable


@pytest.mark.slow
def test_sface_gets_back_about_its_own_limit(known: Path, workspace: Workspace) -> None:
    model = workspace.active_model()
<<<<<<< HEAD
    measured = workspace.thresholds(model).recognisable
    assert measured is not None
    found = measure_limit(workspace, workspace.embedder(model))
    assert found is not None
    assert abs(found - measured) < 1.5


def test_without_people_it_is_what_it_is_told(workspace: Workspace) -> None:
    embedder = workspace.embedder(workspace.active_model())
    assert measure_limit(workspace, embedder) is None
    assert measure_limit(workspace, embedder, 7.5) == 7.5
=======
    published = workspace.thresholds(model).recognisable
    assert published is not None
    found = thresholds_for(workspace, model).recognisable
    assert found is not None
    assert abs(found - published) < 0.7


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
    monkeypatch.setattr(Embedder.embed, "__kwdefaults__", {"mirror": False, "upside_down": False})
    assert measure_limit(workspace, alone, otherwise=9.0) is None


def test_without_faces_the_other_limit_holds(workspace: Workspace) -> None:
    embedder = workspace.reader().embedder
    assert measure_limit(workspace, embedder) is None
    assert measure_limit(workspace, embedder, otherwise=8.5) == 8.5
>>>>>>> refs/heads/recognisable
