"""A tilted head found once more with its eyes level: nearer to where its points are, or left as it was."""

from pathlib import Path

import numpy as np
import pytest

from app.domain.arrays import Image
from app.vision import image_io
from app.vision.detect import YuNetDetector, scan
from app.vision.level import found_level, roll
from tests.bench.measure_landmarks import tilted


@pytest.fixture(scope="module")
def group(faces: Path) -> Image:
    return image_io.load(faces / "group.jpg")


@pytest.mark.parametrize("degrees", [0, 30, 150, -90])
def test_roll_is_the_angle_of_the_eyes_clockwise(degrees: int) -> None:
    angle = np.radians(degrees)
    points = np.zeros((5, 2), np.float32)
    points[1] = 40 * np.array([np.cos(angle), np.sin(angle)])
    assert roll(points) == pytest.approx(degrees, abs=1e-3)


@pytest.mark.slow
def test_its_points_are_nearer_to_those_of_the_upright_face(
    photos: list[Image], yunet: YuNetDetector
) -> None:
    angle = np.radians(40)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    away: dict[str, list[float]] = {"tilted": [], "level": []}
    for photo in photos[::5]:
        lying = tilted(photo, 40)
        middle, there = ((np.array(one.shape[1::-1]) - 1) / 2 for one in (photo, lying))
        wanted = (scan(yunet, photo)[0].landmarks - middle) @ matrix.T + there
        for first in scan(yunet, lying)[:1]:
            away["tilted"].append(np.abs(first.landmarks - wanted).mean())
            away["level"].append(np.abs(found_level(yunet, lying, first.landmarks) - wanted).mean())
    assert len(away["level"]) > 5
    assert np.median(away["level"]) < 0.7 * np.median(away["tilted"])


def test_points_stay_where_no_face_is_found(yunet: YuNetDetector) -> None:
    points = np.array([[40, 40], [80, 60], [55, 70], [40, 90], [70, 100]], np.float32)
    assert found_level(yunet, np.full((160, 160, 3), 127, np.uint8), points) is points


def test_a_neighbour_is_not_taken_for_the_face(group: Image, yunet: YuNetDetector) -> None:
    there = scan(yunet, group)
    assert len(there) == 6
    for face in there:
        found = found_level(yunet, group, face.landmarks)
        assert np.abs(found - face.landmarks).max() < 0.25 * face.box.w
