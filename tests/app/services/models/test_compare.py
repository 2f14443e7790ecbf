"""Two models on the same people: who gains and who loses is counted face by face."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.core.errors import UsageError
from app.domain.arrays import Embedded
from app.domain.model import Model
from app.gallery import embeddings, models
from app.services.models.compare import compare
from app.services.workspace import Workspace

Kith = Callable[..., Any]


def twin(workspace: Workspace, change: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Model:
    """A model with the active one's embeddings, changed: given vectors (N, D) and whose they are (N,)."""
    base = workspace.active_model()
    model = replace(base, id="twin", name="twin", weights_path="models/none.onnx")
    with workspace.db.write() as session:
        models.add(session, model)
        stored = embeddings.load(session, base.id)
        vectors = change(stored.vectors.copy(), stored.person_ids)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        found = Embedded(vectors, stored.lengths)
        embeddings.add(session, model.id, stored.face_ids.tolist(), found)
    return model


@pytest.fixture
def no_loading(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin has no file: all its embeddings are there."""
    monkeypatch.setattr("app.services.models.compare.read_faces", lambda *_: None)


@pytest.mark.usefixtures("no_loading")
def test_the_same_embeddings_change_nothing(known: Path, workspace: Workspace) -> None:
    found = compare(workspace, workspace.active_model(), twin(workspace, lambda vectors, _: vectors))
    assert (found.gained, found.lost, found.same, found.faces) == ((), (), 10, 50)
    assert found.before == found.after >= 48
    assert found.wrong_before == found.wrong_after == 0


@pytest.mark.usefixtures("no_loading")
def test_who_loses_is_named_and_gains_the_other_way_round(known: Path, workspace: Workspace) -> None:
    def spoil(vectors: np.ndarray, people: np.ndarray) -> np.ndarray:
        lost = people == people.min()
        vectors[lost] = np.random.default_rng(0).normal(size=vectors[lost].shape)
        return vectors

    base, worse = workspace.active_model(), twin(workspace, spoil)
    found = compare(workspace, base, worse)
    (lost,) = found.lost
    assert (lost.after, lost.faces) == (0, 5)
    assert lost.before >= 4
    assert found.gained == ()
    assert found.same == 9
    (gained,) = compare(workspace, worse, base).gained
    assert (gained.person, gained.before, gained.after) == (lost.person, lost.after, lost.before)


@pytest.mark.usefixtures("no_loading")
def test_two_people_made_one_are_given_wrong_names_or_none(known: Path, workspace: Workspace) -> None:
    def confuse(vectors: np.ndarray, people: np.ndarray) -> np.ndarray:
        first, second = np.unique(people)[:2]
        vectors[people == second] = vectors[people == first]
        return vectors

    found = compare(workspace, workspace.active_model(), twin(workspace, confuse))
    assert len(found.lost) == 2
    assert found.after < found.before


def test_nobody_to_compare_on(kith: Kith, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="nobody"):
        compare(workspace, workspace.active_model(), workspace.active_model())
    assert kith("models", "compare", "sface", "sface", "--json").code == 2


def test_the_command_tells_it(kith: Kith, known: Path) -> None:
    ran = kith("models", "compare", "sface", "sface")
    assert ran.code == 0
    assert "named right" in ran.out
    assert "The same: 10 people" in ran.out
    document = kith("models", "compare", "sface", "sface", "--json").document
    assert document["same"] == 10
    assert document["gained"] == document["lost"] == []
