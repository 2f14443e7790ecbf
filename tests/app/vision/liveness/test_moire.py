"""The grid of a screen in a face, and what is none: noise, hair, the blocks of JPEG."""

import cv2
import numpy as np
import pytest

from app.domain.arrays import Image
from app.domain.box import Box
from app.vision.liveness.moire import gridded

_FACE = Box(100, 60, 170, 210)


def _skin() -> Image:
    random = np.random.default_rng(0)
    coarse = random.uniform(90, 200, (12, 15, 3)).astype(np.float32)
    soft = cv2.resize(coarse, (400, 320), interpolation=cv2.INTER_CUBIC)
    return np.asarray(np.clip(soft + random.normal(0, 2, soft.shape), 0, 255), np.uint8)


def _waves(pixels: float, angle: float, strength: float) -> Image:
    y, x = np.mgrid[:320, :400]
    along = x * np.cos(np.radians(angle)) + y * np.sin(np.radians(angle))
    wave = strength * np.sin(2 * np.pi * along / pixels)
    return np.asarray(np.clip(_skin() + wave[..., None], 0, 255), np.uint8)


def _compressed(image: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)


@pytest.mark.parametrize("pixels", [2.9, 3.3, 5.7])
@pytest.mark.parametrize("angle", [0, 20, 90])
def test_a_faint_regular_grid_is_found(pixels: float, angle: float) -> None:
    assert gridded(_waves(pixels, angle, 4), _FACE)
    assert gridded(_compressed(_waves(pixels, angle, 6), 90), _FACE)


@pytest.mark.parametrize("quality", [None, 90, 60, 30])
def test_skin_shows_none_however_it_is_compressed(quality: int | None) -> None:
    image = _skin()
    assert not gridded(image if quality is None else _compressed(image, quality), _FACE)


def test_slow_waves_are_hair_or_teeth() -> None:
    assert not gridded(_waves(16, 0, 12), _FACE)


def test_a_small_face_tells_nothing() -> None:
    assert not gridded(_waves(3, 0, 10), Box(100, 60, 60, 70))
