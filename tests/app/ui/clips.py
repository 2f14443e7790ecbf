"""Videos made from photos, as stand-ins for a camera."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from tests.app.poses import film

SIDE = 500
LFW_POINTS = np.array([[104, 114], [146, 114], [125, 138], [108, 160], [142, 160]], np.float32)
"""Where the five points of a frontal face lie on a photo of lfw10, about."""


def photos_of(faces: Path, person: str) -> list[Path]:
    """The photos of somebody of lfw10, in order."""
    return sorted((faces / "lfw10" / person).glob("*.jpg"))


def write_clip(path: Path, photos: Sequence[Path], seconds: float, rate: int = 10) -> str:
    """Show each photo for a while, drawing slowly nearer as a camera would; return the path."""
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (SIDE, SIDE))
    for photo in photos:
        picture: Any = cv2.resize(cv2.imread(str(photo)), (SIDE, SIDE))  # type: ignore[arg-type]
        for step in range(round(seconds * rate)):
            near = cv2.getRotationMatrix2D((SIDE / 2, SIDE / 2), 0, 1 + 0.004 * step)
            video.write(cv2.warpAffine(picture, near, (SIDE, SIDE)))
    video.release()
    return str(path)


def write_turning(path: Path, photo: Path, rate: int = 10, after: Sequence[Path] = ()) -> str:
    """Let somebody who looks ahead on a photo turn their head to all sides, in under twenty seconds.

    They are seen as on the photos of `after` then, each for a second.
    """
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (SIDE, SIDE))
    picture: Any = cv2.resize(cv2.imread(str(photo)), (SIDE, SIDE))  # type: ignore[arg-type]
    later: list[Any] = [cv2.resize(cv2.imread(str(one)), (SIDE, SIDE)) for one in after for _ in range(rate)]  # type: ignore[arg-type]
    for frame in [*film(picture, LFW_POINTS * (SIDE / 250), held=10), *later]:
        video.write(frame)
    video.release()
    return str(path)


def write_pair(path: Path, left: Path, right: Path, seconds: float = 4, rate: int = 10) -> str:
    """Show two people beside each other, each as on a photo."""
    both: Any = [cv2.resize(cv2.imread(str(photo)), (SIDE, SIDE)) for photo in (left, right)]  # type: ignore[arg-type]
    frame = np.hstack([picture[:, 90:410] for picture in both])
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, frame.shape[1::-1])
    for _ in range(round(seconds * rate)):
        video.write(frame)
    video.release()
    return str(path)
