"""Large photos made of real ones, for benches: faces of many sizes on sheets of 12 megapixels."""

from pathlib import Path

import cv2
import numpy as np
from PIL import Image as PillowImage

from app.domain.arrays import Image
from app.vision import image_io

_WIDTH, _HEIGHT = 4000, 3000
_QUALITY = 90
_FACE = 0.45
"""Height of the face over that of the photos it is taken from."""
_HEIGHTS = ((900, 300, 160), (640, 420, 80), (500, 240, 120), (350, 200, 100))
"""Faces of each sheet, by their height in pixels; the group stands beside them."""
_NEAR = (500, 700, 900)
"""Faces of a snapshot, by their height in pixels."""


def large_photos(faces: Path, folder: Path, count: int = 8) -> list[Path]:
    """Write photos of 12 megapixels with some ten faces as JPEGs of quality 90, and return their paths.

    Args:
        faces: The folder of real face data.
        folder: Where to.
        count: How many.
    """
    singles = sorted(faces.glob("lfw10/*/*.jpg"))
    group = image_io.load(faces / "group.jpg")
    paths = []
    for number in range(count):
        sheet = _background(image_io.load(singles[7 * number % len(singles)]), number)
        left = 0
        for place, height in enumerate(_HEIGHTS[number % len(_HEIGHTS)]):
            photo = image_io.load(singles[(13 * number + 29 * place) % len(singles)])
            left = _paste(sheet, _scaled(photo, height / _FACE / photo.shape[0]), left, 40)
        _paste(sheet, _scaled(group, 1.4), 200 * (number % 4), _HEIGHT - round(1.4 * group.shape[0]))
        paths.append(folder / f"{number:03}.jpg")
        PillowImage.fromarray(sheet).save(paths[-1], quality=_QUALITY)
    return paths


def snapshots(faces: Path, folder: Path, count: int = 8) -> list[Path]:
    """Write photos as `large_photos` does, but of one to three people who stand near."""
    singles = sorted(faces.glob("lfw10/*/*.jpg"))
    paths = []
    for number in range(count):
        sheet = _background(image_io.load(singles[7 * number % len(singles)]), number)
        left = 300
        for place, height in enumerate(_NEAR[: 1 + number % len(_NEAR)]):
            photo = image_io.load(singles[(13 * number + 29 * place) % len(singles)])
            left = _paste(sheet, _scaled(photo, height / _FACE / photo.shape[0]), left, 40)
        paths.append(folder / f"{number:03}.jpg")
        PillowImage.fromarray(sheet).save(paths[-1], quality=_QUALITY)
    return paths


def _background(photo: Image, seed: int) -> Image:
    """A blurred photo with the noise of a sensor, so that it costs what a photo costs to decode."""
    small = cv2.resize(cv2.GaussianBlur(photo, (0, 0), 30), (_WIDTH, _HEIGHT), interpolation=cv2.INTER_CUBIC)
    noise = np.random.default_rng(seed).normal(0, 4, (_HEIGHT, _WIDTH, 1))
    return np.clip(small + noise, 0, 255).astype(np.uint8)


def _scaled(photo: Image, factor: float) -> Image:
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(photo, None, fx=factor, fy=factor, interpolation=how), np.uint8)


def _paste(sheet: Image, photo: Image, left: int, top: int) -> int:
    """Paste a photo as far as it fits, and return where it ends."""
    part = photo[: _HEIGHT - top, : _WIDTH - left]
    sheet[top : top + part.shape[0], left : left + part.shape[1]] = part
    return left + int(part.shape[1])
