"""Videos made from photos, as stand-ins for a camera."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2

SIDE = 500


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
