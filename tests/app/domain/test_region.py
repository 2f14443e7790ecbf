"""Areas turn with their pictures, and are of one face where they overlap enough."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from app.domain.box import Box
from app.domain.region import pair, stored, upright

_AREA = Box(0.1, 0.3, 0.2, 0.4)


@pytest.mark.parametrize("turn", range(1, 9))
def test_an_area_turns_as_the_picture_does(turn: int) -> None:
    pixels = np.zeros((10, 20), np.uint8)
    pixels[3:7, 2:6] = 255
    picture = Image.fromarray(pixels)
    picture.getexif()[0x0112] = turn
    shown = np.asarray(ImageOps.exif_transpose(picture))
    rows, columns = np.nonzero(shown)
    found = upright(_AREA, turn)
    height, width = shown.shape
    expected = (columns.min() / width, rows.min() / height, np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert found == pytest.approx((*expected[:2], expected[2] / width, expected[3] / height))
    assert stored(found, turn) == pytest.approx(_AREA)


def test_boxes_are_paired_once_and_the_closest_first() -> None:
    near, far = Box(0.1, 0.1, 0.2, 0.2), Box(0.15, 0.1, 0.2, 0.2)
    assert pair([far, near], [Box(0.1, 0.1, 0.2, 0.2)]) == {1: 0}
    assert pair([near], [Box(0.6, 0.1, 0.2, 0.2)]) == {}


def test_a_tight_box_is_of_the_face_that_a_wide_one_holds() -> None:
    wide, tight = Box(0.1, 0.1, 0.4, 0.4), Box(0.2, 0.2, 0.18, 0.18)
    assert pair([wide], [tight]) == {0: 0}
    assert pair([Box(0, 0, 1, 1)], [tight]) == {}
