"""A model without thresholds gets its own from the people enrolled."""

from pathlib import Path

import numpy as np
import pytest

from app.core.errors import ModelError
from app.domain.arrays import Embedded
from app.domain.model import Model
from app.gallery import embeddings, models
from app.services.models.calibrate import calibrate
from app.services.workspace import Workspace

SHARED = 0.3


def more_alike(workspace: Workspace) -> Model:
    """A model to which everybody looks more alike than to the active one: its cosines are 0.3 + 0.7 times."""
    base = workspace.active_model()
    model = Model("more-alike", "more alike", "small", base.dimension + 1)
    with workspace.db.write() as session:
        old = embeddings.load(session, base.id)
        shared = np.full((len(old.vectors), 1), np.sqrt(SHARED), np.float32)
        vectors = np.hstack([old.vectors * np.float32(np.sqrt(1 - SHARED)), shared])
        models.add(session, model)
        embeddings.add(session, model.id, old.face_ids.tolist(), Embedded(vectors, old.lengths))
    return model


def test_a_model_gets_thresholds_of_its_own_from_the_people_enrolled(
    known: Path, workspace: Workspace
) -> None:
    base = workspace.thresholds(workspace.active_model())
    found = calibrate(workspace, more_alike(workspace))
    for (rate, before), (same_rate, after) in zip(base.by_fmr, found.by_fmr, strict=True):
        assert same_rate == rate
        assert after >= SHARED + (1 - SHARED) * before - 0.01
    assert [rate for rate, _ in found.of_person] == [rate for rate, _ in base.of_person]
    for (_, before), (_, after) in zip(base.of_person, found.of_person, strict=True):
        assert after > before + 0.1
    assert "scores of faces with other people" in found.method
    assert found.within > base.within  # photos of one person are more alike to it too
    assert found.cohort == ()  # ten people do not stand for everybody
    assert found.recognisable is None


def test_without_people_there_is_nothing_to_calibrate_by(workspace: Workspace) -> None:
    with pytest.raises(ModelError, match="cannot decide yet"):
        calibrate(workspace, more_alike(workspace))
