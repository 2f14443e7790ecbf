import numpy as np
import pytest

from app.domain.box import Box
from app.domain.face import Detection
from app.vision.turn import QUARTERS, looks_at, turned, turned_back


@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
@pytest.mark.parametrize(("x", "y"), [(0, 0), (6, 0), (0, 3), (6, 3), (2, 1)])
def test_a_marked_pixel_comes_back(quarters: int, x: int, y: int) -> None:
    picture = np.zeros((4, 7, 3), np.uint8)
    picture[y, x] = 255
    there = turned(picture, quarters)
    [[down, across]] = np.argwhere(there[:, :, 0]).tolist()
    face = Detection(Box(across, down, 1, 1), np.tile(np.array([across, down], np.float32), (5, 1)), 0.9)
    back = turned_back(face, quarters, width=7, height=4)
    assert back.landmarks.tolist() == [[x, y]] * 5
    assert list(back.box) == [x, y, 1, 1]
    assert back.score == 0.9


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_box_keeps_what_it_shows(quarters: int) -> None:
    picture = np.arange(4 * 7 * 3, dtype=np.uint8).reshape(4, 7, 3)
    there = turned(picture, quarters)
    face = Detection(Box(1, 2, 2, 1), np.zeros((5, 2), np.float32), 0.9)
    x, y, w, h = (int(value) for value in turned_back(face, quarters, 7, 4).box)
    seen = turned(picture[y : y + h, x : x + w], quarters)
    assert np.array_equal(seen, there[2:3, 1:3])


@pytest.mark.parametrize(("tilt", "looks"), [(0, 1), (-30, 1), (45, 4), (90, 4), (-90, 4), (180, 4)])
def test_a_head_that_is_askew_may_have_been_found_any_way_up(tilt: int, looks: int) -> None:
    angle = np.deg2rad(tilt)
    eyes = np.array([[0, 0], [np.cos(angle), np.sin(angle)]], np.float32)
    assert looks_at(np.vstack([eyes, np.zeros((3, 2))])) == looks


def test_every_other_way_is_tried() -> None:
    assert sorted(QUARTERS) == [1, 2, 3]
    assert all(turned(np.zeros((4, 7, 3), np.uint8), quarters).flags.c_contiguous for quarters in QUARTERS)
