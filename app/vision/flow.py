"""Where faces went from one frame to another, by the optical flow of points on them.

B. D. Lucas and T. Kanade, "An Iterative Image Registration Technique with an Application to Stereo Vision"
(IJCAI 1981), in OpenCV's pyramids. A point counts if the flow back leads to where it came from (Z. Kalal,
K. Mikolajczyk and J. Matas, "Forward-Backward Error", ICPR 2010); a face goes with the median of its points.
"""

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image
from app.domain.box import Box
from app.vision.detect.scan import resized

_WIDTH = 320
"""Longer side of the pictures that are compared, in pixels."""
_POINTS = 4
"""Points of a face in a row, and rows."""
_INNER = 0.7
"""Share of a box's sides that they cover: the background does not move along."""
_WINDOW, _LEVELS = (15, 15), 3
_BACK = 1.0
"""Pixels that the flow there and back may miss by."""
_FOUND = 0.3
"""Share of a face's points that must be found again."""

_Points = npt.NDArray[np.float32]
Small = npt.NDArray[np.uint8]
"""A small grey picture, as `small` makes them."""


def small(image: Image) -> Small:
    """Return a frame, RGB uint8 (H, W, 3), as the flow reads it: small and grey."""
    reduced = resized(image, min(1.0, _WIDTH / max(image.shape[:2])))
    return np.asarray(cv2.cvtColor(reduced, cv2.COLOR_RGB2GRAY), np.uint8)


def carried(before: Small, after: Small, boxes: Sequence[Box], width: int) -> list[Box | None]:
    """Carry boxes from one frame to another; None for what is not found again.

    Args:
        before: The frame that the boxes lie in.
        after: One of the same size, not much later.
        boxes: In pixels of the frames.
        width: Of the frames, in pixels.
    """
    if not boxes or before.shape != after.shape:
        return [None] * len(boxes)
    scale = before.shape[1] / width
    points = np.concatenate([_grid(box.scaled(scale)) for box in boxes])
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, points, None, winSize=_WINDOW, maxLevel=_LEVELS)  # type: ignore[call-overload]
    back, again, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, winSize=_WINDOW, maxLevel=_LEVELS)  # type: ignore[call-overload]
    sound = (found & again).ravel().astype(bool) & (np.linalg.norm(back - points, axis=1) <= _BACK)
    shape = (len(boxes), _POINTS * _POINTS)
    moved = (there - points).reshape(*shape, 2) / scale
    return [_shifted(*row) for row in zip(boxes, moved, sound.reshape(shape), strict=True)]


def _grid(box: Box) -> _Points:
    """Points on a face (16, 2)."""
    steps = np.linspace(0.5 - _INNER / 2, 0.5 + _INNER / 2, _POINTS)
    across, down = np.meshgrid(box.x + steps * box.w, box.y + steps * box.h)
    return np.stack([across, down], axis=2).reshape(-1, 2).astype(np.float32)


def _shifted(box: Box, moved: _Points, sound: npt.NDArray[np.bool_]) -> Box | None:
    if sound.mean() < _FOUND:
        return None
    dx, dy = np.median(moved[sound], axis=0)
    return Box(box.x + float(dx), box.y + float(dy), box.w, box.h)
