"""Pictures by quarter turns: a photo that lies on its side is read upright, its faces are carried back."""

from dataclasses import replace

import numpy as np

from app.domain.arrays import Image, Landmarks
from app.domain.box import Box
from app.domain.face import Detection
from app.vision.level import roll

QUARTERS = (1, 3, 2)
"""Quarter turns worth trying, anticlockwise: photos on their side are commoner than those on their head."""

_ASKEW = 40.0
"""Tilt of a head, in degrees, from which on its picture may have been tried other ways up."""


def looks_at(points: Landmarks) -> int:
    """How many ways up a picture was tried before a face was found with its five points there (5, 2)."""
    return 1 if abs(roll(points)) < _ASKEW else 1 + len(QUARTERS)


def turned(image: Image, quarters: int) -> Image:
    """Turn a picture anticlockwise by quarters, (H, W, 3) to (W, H, 3) or (H, W, 3)."""
    return np.ascontiguousarray(np.rot90(image, quarters))


def turned_back(face: Detection, quarters: int, width: int, height: int) -> Detection:
    """Carry a face from the turned picture to the picture as it stood.

    Args:
        face: In pixels of the turned picture.
        quarters: By how many quarter turns the picture was turned.
        width: Of the picture as it stood, in pixels.
        height: Of the picture as it stood, in pixels.
    """
    x, y, w, h = face.box
    corners = _back(np.array([[x, y], [x + w, y + h]]), quarters, width, height)
    (left, top), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    points = _back(face.landmarks + 0.5, quarters, width, height) - 0.5  # pixel centres keep their place
    box = Box(float(left), float(top), float(right - left), float(bottom - top))
    return replace(face, box=box, landmarks=points.astype(np.float32))


def _back(points: np.ndarray, quarters: int, width: int, height: int) -> np.ndarray:
    """Places (N, 2), counted from the corner, of the turned picture in the one that stood."""
    x, y = points[:, 0], points[:, 1]
    places = {0: (x, y), 1: (width - y, x), 2: (width - x, height - y), 3: (y, height - x)}
    return np.stack(places[quarters % 4], axis=1)
