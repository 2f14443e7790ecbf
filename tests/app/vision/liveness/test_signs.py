"""Signs are kept for each face by its number, need more than one look, and go away again."""

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.live import Sign
from app.vision.liveness.signs import Signs

_FACE, _OTHER = Box(280, 180, 80, 100), Box(40, 300, 80, 100)


def _picture(number: int, *, sheet: bool) -> Image:
    image = np.full((480, 640, 3), 120, np.uint8)
    away = int(np.random.default_rng(number).integers(0, 50))
    cv2.circle(image, (60 + away, 350), 20, (200, 180, 160), -1)  # somebody else moves
    if sheet:
        cv2.rectangle(image, (225, 120), (415, 360), (235, 235, 235), -1)
    cv2.ellipse(image, (320 + 3 * (number % 2), 230), (40, 55), 0, 0, 360, (205, 170, 150), -1)
    noise = np.random.default_rng(number).normal(0, 2, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


@pytest.mark.slow
def test_a_border_is_told_of_the_face_that_has_it_after_a_second_look_and_taken_back() -> None:
    signs, told = Signs(), []
    for number in range(60):
        signs.look(_picture(number, sheet=number < 30), {1: _FACE, 2: _OTHER}, number / 10)
        told.append(signs.of(1))
        assert signs.of(2) is None
    assert told[0] is None
    assert Sign.BORDER in told[:10]
    assert set(told[10:30]) == {Sign.BORDER}
    assert told[-1] is None
    assert signs.of(3) is None


def test_a_face_that_left_is_forgotten() -> None:
    signs = Signs()
    for number in range(10):
        signs.look(_picture(number, sheet=True), {1: _FACE}, number / 10)
    assert signs.of(1) is Sign.BORDER
    signs.look(_picture(0, sheet=True), {}, 30.0)
    assert signs.of(1) is None
