"""Videos made of pictures."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage

Picture = npt.NDArray[np.uint8]


def picture(path: Path) -> Picture:
    """A photo as RGB (H, W, 3)."""
    return np.asarray(PillowImage.open(path).convert("RGB"))


def write_film(path: Path, *scenes: tuple[Picture, float]) -> Path:
    """Write a video of ten pictures a second: each picture for so many seconds."""
    path.parent.mkdir(exist_ok=True)
    height, width = scenes[0][0].shape[:2]
    kind = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    out = cv2.VideoWriter(str(path), kind, 10, (width, height))
    for shown, seconds in scenes:
        for _ in range(round(10 * seconds)):
            out.write(cv2.cvtColor(shown, cv2.COLOR_RGB2BGR))
    out.release()
    return path
