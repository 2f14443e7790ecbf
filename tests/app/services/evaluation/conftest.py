"""Faces made up of vectors whose likeness is known."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.domain.evaluation import Sample
from app.domain.model import Model
from app.services.evaluation.face_set import FaceSet

MODEL = Model("m1", "made up", "none", 16)


def made_up(people: int, each: int, noise: float = 0.5, seed: int = 0, per_source: int = 1) -> FaceSet:
    """People by noisy directions, with so many faces each, so many of a source."""
    chance = np.random.default_rng(seed)
    labels = np.repeat(np.arange(people), each)
    vectors = chance.normal(size=(people, 16))[labels] / 4 + chance.normal(0, noise, (len(labels), 16)) / 4
    unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return FaceSet(
        people=labels,
        names=tuple(f"person {number}" for number in range(people)),
        sources=np.arange(len(labels)) // per_source,
        weights=np.linspace(0.1, 1, len(labels), dtype=np.float32),
        turns=np.linspace(50, 0, len(labels), dtype=np.float32),
        recognisable=np.ones(len(labels), bool),
        vectors=(unit,),
        samples=lambda rows: [Sample(str(labels[row]), int(row), str(Path("x")), b"") for row in rows],
    )


@pytest.fixture
def make() -> Callable[..., FaceSet]:
    return made_up
