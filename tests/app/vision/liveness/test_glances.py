"""A head and a print of it, rendered, through the real detector, landmarks and recogniser."""

from pathlib import Path

import pytest

from app.domain.arrays import Image, Landmarks
from app.vision import image_io
from app.vision.liveness.challenge import Refusal
from app.vision.reader import FaceReader
from tests.app.actor import Act, perform
from tests.app.scenes import Camera, head, print_of


@pytest.fixture
def somebody(faces: Path, reader: FaceReader) -> tuple[Image, Landmarks]:
    """A photo of somebody who looks ahead, and the points of their face."""
    photo = image_io.load(faces / "lfw10" / "Tony_Blair" / "Tony_Blair_0002.jpg")
    (face, *_) = reader.find(photo)
    return photo, face.detection.landmarks


@pytest.mark.slow
def test_somebody_who_turns_their_head_as_asked_passes(
    reader: FaceReader, somebody: tuple[Image, Landmarks]
) -> None:
    there = head(*somebody)
    examiner = perform(reader, Act(lambda _: there), Camera((400, 400)), fps=6)
    assert examiner.challenge.passed, examiner.challenge.refused


@pytest.mark.slow
def test_a_print_that_is_tilted_as_asked_does_not(
    reader: FaceReader, somebody: tuple[Image, Landmarks]
) -> None:
    paper = print_of(*somebody)
    examiner = perform(reader, Act(lambda _: paper, peak=50), Camera((400, 400)), fps=5, seconds=8)
    assert not examiner.challenge.passed
    assert examiner.challenge.refused is not None


@pytest.mark.slow
def test_another_face_in_the_middle_of_it_is_noticed(
    reader: FaceReader, somebody: tuple[Image, Landmarks], faces: Path
) -> None:
    photo = image_io.load(faces / "lfw10" / "Hugo_Chavez" / "Hugo_Chavez_0010.jpg")
    (face, *_) = reader.find(photo)
    one, other = head(*somebody), head(photo, face.detection.landmarks)
    act = Act(lambda asked: one if asked is None else other)
    examiner = perform(reader, act, Camera((400, 400)), fps=5, seconds=2.5)
    assert examiner.challenge.refused in (Refusal.SOMEBODY_ELSE, Refusal.CUT)
