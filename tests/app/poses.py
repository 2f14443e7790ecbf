"""One person who turns their head, made of a single photo: a stand-in for somebody before a camera."""

from typing import Any

import cv2
import numpy as np

from app.domain.arrays import Image, Landmarks

TURNS = {
    "front": (0.0, 0.0),
    "left": (0.6, 0.0),
    "right": (-0.6, 0.0),
    "up": (0.0, -0.22),
    "down": (0.0, 0.22),
}
"""How far the middle of the face moves across its edges, in distances between the eyes."""
_BULGE = 0.55
"""How broad that middle is, likewise."""


def turned(photo: Image, points: Landmarks, pose: str, share: float = 1.0) -> Image:
    """Warp a frontal face so that its nose moves as in a pose, by a share of the whole way.

    Args:
        photo: RGB uint8 (H, W, 3).
        points: The five points (5, 2) of its face.
        pose: A key of `TURNS`.
        share: 0 leaves the photo as it is.
    """
    eyes = float(np.hypot(*(points[1] - points[0])))
    across, down = (share * eyes * part for part in TURNS[pose])
    y, x = np.mgrid[: photo.shape[0], : photo.shape[1]].astype(np.float32)
    middle = points[2]
    near: Any = np.exp(-((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / (2 * (_BULGE * eyes) ** 2))
    over, under = ((part - step * near).astype(np.float32) for part, step in ((x, across), (y, down)))
    moved = cv2.remap(photo, over, under, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def film(photo: Image, points: Landmarks, steps: int = 4, held: int = 3) -> list[Image]:
    """Frames of somebody who looks ahead and then turns to each side and back, nodding at the end."""
    frames: list[Image] = []
    for pose in TURNS:
        there = [turned(photo, points, pose, share) for share in np.linspace(0.3, 1, steps)]
        frames += there + [there[-1]] * held + there[::-1]
    return frames
