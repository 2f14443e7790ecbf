"""Boxes carried along by optical flow."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.box import Box
from app.vision import image_io
from app.vision.flow import carried, small

BOX = Box(300, 200, 120, 160)


@pytest.fixture(scope="module")
def photo(faces: Path) -> Image:
    """A face on a larger ground, around `BOX`."""
    ground = np.full((720, 1280, 3), 90, np.uint8)
    face = image_io.load(min((faces / "lfw10" / "Tony_Blair").iterdir()))
    ground[155:405, 235:485] = face
    return ground


def moved(photo: Image, dx: int, dy: int) -> Image:
    shift = np.array([[1, 0, dx], [0, 1, dy]], np.float32)
    return np.asarray(cv2.warpAffine(photo, shift, (photo.shape[1], photo.shape[0])), np.uint8)


@pytest.mark.parametrize("by", [(0, 0), (6, -3), (30, 10), (-70, 20)])
def test_a_box_goes_with_its_face(photo: Image, by: tuple[int, int]) -> None:
    (box,) = carried(small(photo), small(moved(photo, *by)), [BOX], 1280)
    assert box is not None
    assert (box.x, box.y) == pytest.approx((BOX.x + by[0], BOX.y + by[1]), abs=3)
    assert (box.w, box.h) == (BOX.w, BOX.h)


@pytest.mark.parametrize("sides", [(1, 800), (800, 1), (4, 3000)])
def test_a_strip_stays_a_picture(sides: tuple[int, int]) -> None:
    assert min(small(np.zeros((*sides, 3), np.uint8)).shape) == 1


def test_a_face_that_is_gone_is_not_found_again(photo: Image) -> None:
    noise = np.random.default_rng(1).integers(0, 255, photo.shape, np.uint8)
    assert carried(small(photo), small(noise), [BOX], 1280) == [None]


def test_frames_of_two_sizes_are_not_compared(photo: Image) -> None:
    assert carried(small(photo), small(photo[:400]), [BOX], 1280) == [None]
    assert carried(small(photo), small(photo), [], 1280) == []


def test_a_box_at_the_border_does_not_break_it(photo: Image) -> None:
    for box in (Box(-50, -50, 100, 100), Box(1250, 700, 100, 100), Box(2000, 2000, 10, 10)):
        assert len(carried(small(photo), small(photo), [box], 1280)) == 1
