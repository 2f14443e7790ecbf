"""A gallery of made-up faces that two models read."""

from dataclasses import replace

import numpy as np
import pytest

from app.domain.arrays import Embedding
from app.domain.box import Box
from app.domain.face import Quality
from app.gallery import faces, models
from app.gallery.records import NewFace
from app.services.workspace import Workspace

_PEOPLE, _FACES = 12, 8


def _vectors(dimension: int, seed: int) -> Embedding:
    """Faces (N, D) of people, each of whom is much like one other."""
    rng = np.random.default_rng(seed)
    pairs = rng.normal(size=(_PEOPLE // 2, dimension)).repeat(2, axis=0)
    centres = pairs + 0.5 * rng.normal(size=(_PEOPLE, dimension))
    found = centres.repeat(_FACES, axis=0) + 0.5 * rng.normal(size=(_PEOPLE * _FACES, dimension))
    return np.asarray(found / np.linalg.norm(found, axis=1, keepdims=True), np.float32)


@pytest.fixture
def other(workspace: Workspace) -> str:
    """Another model than the active one: a gallery of faces is read by both."""
    active = workspace.active_model()
    other = replace(active, id="other", name="Other", active=False)
    seen = {active.id: _vectors(active.dimension, 1), other.id: _vectors(active.dimension, 2)}
    points = np.zeros((5, 2), np.float32)
    quality = Quality(60, 500, 0.5, 0.2, 5, -5, 1, 0.9, 0.5)
    with workspace.db.write() as session:
        models.add(session, other)
        made = [
            NewFace(
                Box(0, 0, 9, 9),
                points,
                quality,
                b"",
                points,
                {model: (vectors[row], 20.0) for model, vectors in seen.items()},
            )
            for row in range(_PEOPLE * _FACES)
        ]
        faces.add(session, made)
    return other.id
