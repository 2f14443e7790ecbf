"""What the drawings promise: the real models find the faces and tell them apart, as they do with photos."""

from collections.abc import Iterator

import numpy as np
import pytest

from app.domain.arrays import Embedding
from app.services.workspace import Workspace
from app.vision.models import DEFAULT_RECOGNISER, card
from app.vision.reader import FaceReader
from tests.screenshots import scenes
from tests.screenshots.cast import CAST, JONAS, LUKAS, Person
from tests.screenshots.head import View

_MEASURED = card(DEFAULT_RECOGNISER).thresholds
assert _MEASURED is not None
_THRESHOLD = dict(_MEASURED.by_fmr)[1e-3]
"""Cosine that one false accept in 1,000 needs."""


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FaceReader]:
    with Workspace.open(tmp_path_factory.mktemp("drawn") / "data") as workspace:
        yield workspace.reader()


@pytest.fixture(scope="module")
def vectors(reader: FaceReader) -> dict[str, Embedding]:
    """Three photos of everyone, embedded."""
    return {one.name: _read(reader, one) for one in CAST}


def _read(reader: FaceReader, person: Person) -> Embedding:
    found = [reader.find(scenes.portrait(person, number)) for number in range(3)]
    assert [len(faces) for faces in found] == [1, 1, 1], person.name
    return reader.embed([faces[0] for faces in found]).vectors


@pytest.mark.slow
def test_each_is_like_their_other_photos(vectors: dict[str, Embedding]) -> None:
    for name, own in vectors.items():
        assert np.median((own @ own.T)[np.triu_indices(3, 1)]) > _THRESHOLD + 0.2, name


def test_strangers_are_told_apart(vectors: dict[str, Embedding]) -> None:
    brothers = {JONAS.name, LUKAS.name}
    pairs = [
        np.median(own @ other.T)
        for name, own in vectors.items()
        for another, other in vectors.items()
        if name < another and {name, another} != brothers
    ]
    assert np.median(pairs) < _THRESHOLD - 0.05
    assert np.mean(np.array(pairs) < _THRESHOLD) > 0.9


def test_a_photo_of_three_has_three_faces(reader: FaceReader) -> None:
    assert len(reader.find(scenes.together(CAST[2:5], 0))) == 3


def test_a_turned_head_is_seen_turned(reader: FaceReader) -> None:
    yaws = [_yaw(reader, turn) for turn in (-24.0, 0.0, 24.0)]
    assert yaws[0] < -10 < yaws[1] < 10 < yaws[2]


def _yaw(reader: FaceReader, turn: float) -> float:
    shot = scenes.scene(400, 400, "#A9BFB2", [(CAST[5], View(turn=turn), 200, 190, 110)])
    (face,) = reader.find(shot)
    return face.quality.yaw
