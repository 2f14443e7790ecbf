"""What the drawn people are seen in: portraits, an album and films."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import pi, sin
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from tests.screenshots.cast import CAST, Person
from tests.screenshots.drawn import draw
from tests.screenshots.head import View

Picture = npt.NDArray[np.uint8]
"""HxWx3, RGB."""
Place = tuple[Person, View, float, float, float]
"""Someone, how they are seen, where their head is (x, y) and half of its height, in pixels."""

_SHADES = ("#CDBFB0", "#A9BFB2", "#C6C0AE", "#B0B8CC", "#B9C9C4", "#BCAFC0")
_NOISE = 2.0
"""Grey levels of noise: without any a picture is smoother than a photo ever is."""


def scene(width: int, height: int, wall: str, people: Sequence[Place]) -> Picture:
    """People before a wall, those in front drawn last."""
    image = QImage(width, height, QImage.Format.Format_RGB888)
    painter = QPainter(image)
    fade = QLinearGradient(0, 0, width, height)
    fade.setColorAt(0, QColor(wall).lighter(106))
    fade.setColorAt(1, QColor(wall).darker(112))
    painter.fillRect(image.rect(), fade)
    for person, view, x, y, size in people:
        painter.save()
        painter.translate(QPointF(x, y))
        painter.scale(size, size)
        draw(painter, person, view)
        painter.restore()
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return pixels[:, : width * 3].reshape(height, width, 3).copy()


def portrait(person: Person, number: int, side: int = 400, stray: float = 1.0) -> Picture:
    """Someone alone.

    Args:
        person: Who.
        number: Each is another photo of them.
        side: Of the picture, in pixels.
        stray: How far pose, light and sharpness stray from a calm portrait's.
    """
    chance = np.random.default_rng([*person.name.encode(), number])
    size, middle = side * chance.uniform(0.26, 0.3), side * chance.uniform(0.46, 0.54)
    wall = _SHADES[int(chance.integers(len(_SHADES)))] if number else person.wall
    shot = scene(
        side, side, wall, [(person, some_view(chance, stray), middle, side * chance.uniform(0.44, 0.5), size)]
    )
    return as_photo(shot, chance, stray)


def some_view(chance: np.random.Generator, stray: float = 1.0) -> View:
    """A view such as a photo shows: nearly frontal, at ease."""
    return View(
        turn=chance.normal(0, 5 * stray),
        nod=chance.normal(0, 3 * stray),
        tilt=chance.normal(0, 4 * stray),
        smile=chance.uniform(0.3, 0.9),
        gaze=chance.uniform(-0.3, 0.3),
        light=chance.uniform(-1, 1),
    )


def as_photo(picture: Picture, chance: np.random.Generator, stray: float = 1.0) -> Picture:
    """A camera's blur, noise and exposure."""
    soft = cv2.GaussianBlur(picture, (0, 0), max(picture.shape[0] / 500, 0.5) * stray).astype(np.float32)
    noisy = soft * chance.uniform(1 - 0.08 * stray, 1.06) + chance.normal(0, _NOISE * stray, picture.shape)
    return np.clip(noisy, 0, 255).astype(np.uint8)


def album(folder: Path, cast: Sequence[Person] = CAST, each: int = 6) -> Path:
    """Write photos without names: everybody alone and in company."""
    folder.mkdir(parents=True, exist_ok=True)
    for place, person in enumerate(cast):
        for number in range(1, each + 1):
            save(folder / f"IMG_{2000 + place * 37 + number * 411}.jpg", portrait(person, 10 + number))
        company = [cast[(place + step) % len(cast)] for step in range(2 + place % 2)]
        save(folder / f"IMG_{4800 + place}.jpg", together(company, place))
    return folder


def together(people: Sequence[Person], number: int) -> Picture:
    """Two or three people side by side."""
    chance = np.random.default_rng(number)
    width, height, step = 960, 640, 960 / (len(people) + 0.4)
    places: list[Place] = [
        (one, some_view(chance), step * (place + 0.7), height * chance.uniform(0.42, 0.5), 150.0)
        for place, one in enumerate(people)
    ]
    return as_photo(scene(width, height, _SHADES[number % len(_SHADES)], places), chance)


def save(path: Path, picture: Picture) -> Path:
    """Write a photo, whatever characters its path has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(cv2.imencode(".jpg", picture[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes())
    return path


def film(path: Path, frames: Iterable[Picture], rate: float = 15.0) -> Path:
    """Write frames of one size as a video, once."""
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    writer: cv2.VideoWriter | None = None
    for frame in frames:
        if writer is None:
            size = (frame.shape[1], frame.shape[0])
            writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), rate, size)
        writer.write(frame[:, :, ::-1])
    if writer is not None:
        writer.release()
    return path


def meeting(known: Person, between: Person, stranger: Person, count: int = 60) -> Iterator[Picture]:
    """Three people before a dark wall who move a little; as many frames as a loop takes."""
    for number in range(count):
        swing = sin(2 * pi * number / count)
        sway = sin(2 * pi * number / count + 1.3)
        yield _shot(
            [
                (stranger, View(turn=4 * sway, smile=0.5), 985 + 6 * swing, 330 + 3 * sway, 88),
                (between, View(turn=-4 * swing, smile=0.4), 690 - 6 * sway, 280 + 3 * swing, 112),
                (known, View(turn=5 * swing, tilt=2 * sway, smile=0.7), 360 + 12 * swing, 330, 140),
            ]
        )


def turning(person: Person, hold: int = 12) -> Iterator[Picture]:
    """Someone before the camera who looks ahead and to one side after the other."""
    for turn, turned in pairwise((0, 0, 26, 0, -26, 0)):
        for step in range(hold):
            view = View(turn=turn + (turned - turn) * step / hold, smile=0.5)
            yield _shot([(person, view, 640, 330, 165)])


def _shot(places: list[Place]) -> Picture:
    return as_photo(scene(1280, 720, "#5D6B69", places), np.random.default_rng(0))


if __name__ == "__main__":  # an album to try Kith on: `python -m tests.screenshots.scenes FOLDER`
    album(Path(sys.argv[1]))
