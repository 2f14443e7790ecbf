"""Borders around a face, drawn: sheets, and rooms in which somebody stands before something square."""

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.box import Box
from app.vision.liveness.border import bordered

_FACE = Box(280, 180, 80, 100)


def _wall() -> Image:
    noise = np.random.default_rng(0).normal(120, 3, (480, 640, 3))
    return np.clip(noise, 0, 255).astype(np.uint8)


def _draw_face(image: Image) -> Image:
    cv2.ellipse(image, (320, 230), (40, 55), 0, 0, 360, (205, 170, 150), -1)
    for x in (302, 338):
        cv2.circle(image, (x, 215), 5, (60, 40, 30), -1)
    return image


def _draw_body(image: Image) -> Image:
    shoulders = np.array([[300, 270], [340, 270], [430, 320], [450, 480], [190, 480], [210, 320]])
    cv2.fillPoly(image, [shoulders], (50, 60, 90))
    return _draw_face(image)


def _sheet(angle: float, colour: int) -> Image:
    corners = cv2.boxPoints(((320, 240), (190, 250), angle)).astype(np.int32)
    image = _wall()
    cv2.fillPoly(image, [corners], (colour, colour, colour))
    return _draw_face(image)


@pytest.mark.parametrize("colour", [235, 20])
@pytest.mark.parametrize("angle", [0, 8, -17])
def test_a_sheet_or_a_screen_around_a_face_is_found(angle: float, colour: int) -> None:
    assert bordered(_sheet(angle, colour), _FACE)


def test_a_face_before_a_wall_has_no_border() -> None:
    assert not bordered(_draw_body(_wall()), _FACE)


def test_somebody_before_a_picture_on_the_wall_has_none() -> None:
    image = _wall()
    cv2.rectangle(image, (225, 100), (415, 360), (235, 235, 235), -1)
    assert bordered(_draw_face(image.copy()), _FACE)
    assert not bordered(_draw_body(image), _FACE)


def test_a_face_at_the_edge_or_outside_of_a_picture_does_no_harm() -> None:
    assert not bordered(_wall(), Box(600, 440, 80, 100))
    assert not bordered(_wall(), Box(700, 500, 80, 100))
