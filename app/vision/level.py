"""A tilted head seen upright: detectors, which learned from upright faces, place its points better then."""

import math

import cv2
import numpy as np

from app.domain.arrays import Image, Landmarks
from app.domain.face import Detection
from app.vision.detect import FaceDetector
from app.vision.detect.scan import sure

_SIDE = 320
_EYES = 60
"""Pixels between the eyes in the levelled picture of `_SIDE` pixels: the face fills some two fifths of it."""


def roll(points: Landmarks) -> float:
    """How far the eyes are from level, in degrees: -180 to 180, clockwise above 0."""
    across, down = points[1] - points[0]
    return math.degrees(math.atan2(down, across))


def found_level(detector: FaceDetector, image: Image, points: Landmarks) -> Landmarks:
    """Find a face once more with its eyes level.

    Args:
        detector: Any detector.
        image: RGB uint8 (H, W, 3).
        points: Where the face's points are, roughly, (5, 2) in pixels of the picture; the eyes are apart.

    Returns:
        The detector's points in pixels of the picture; those given where it finds no face there.
    """
    middle = (points[0] + points[1]) / 2
    apart = float(np.linalg.norm(points[1] - points[0]))
    view = cv2.getRotationMatrix2D((float(middle[0]), float(middle[1])), roll(points), _EYES / apart)
    view[:, 2] += _SIDE / 2 - middle
    level = cv2.warpAffine(
        image, view, (_SIDE, _SIDE), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    here = [face for face in sure(detector, detector.detect(np.asarray(level, np.uint8))) if _central(face)]
    if not here:
        return points
    back = cv2.invertAffineTransform(view)
    largest = max(here, key=lambda face: face.box.area).landmarks
    return np.asarray(largest @ back[:, :2].T + back[:, 2], np.float32)


def _central(face: Detection) -> bool:
    """Whether it is the face whose eyes were put in the middle."""
    x, y, w, h = face.box
    return abs(x + w / 2 - _SIDE / 2) < _EYES and abs(y + h / 2 - _SIDE / 2) < 1.2 * _EYES
