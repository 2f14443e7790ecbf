"""How fit a face is for recognition: measures with units, and one weight made of them."""

import cv2
import numpy as np

from app.domain.arrays import Landmarks
from app.domain.face import Chip, Detection, Quality
from app.domain.preprocessing import ARCFACE
from app.vision.align import align

_SIDE = 112
_NOSE_DEPTH = 0.5
"""How far the nose tip stands out of the plane of eyes and mouth, over the distance between the eyes."""
_FACE_HEIGHT = 1.0
"""Eyes to mouth over the distance between the eyes of a frontal face (median on LFW photos)."""
_NOSE_HEIGHT = 0.56
"""Eyes to nose over eyes to mouth of a frontal face, as YuNet places the points (median on LFW photos)."""


def measure(detection: Detection, chip: Chip) -> Quality:
    """Measure a face. The picture measures are taken on its aligned 112x112 crop, so that they compare.

    Raises:
        ValueError: The landmarks coincide.
    """
    luma = cv2.cvtColor(align(chip, ARCFACE, _SIDE), cv2.COLOR_RGB2GRAY)
    centre = luma[24:104, 16:96]  # the face itself, without hair and background
    yaw, pitch, roll = pose(detection.landmarks)
    eyes = float(np.hypot(*(detection.landmarks[1] - detection.landmarks[0])))
    sharpness = float(cv2.Laplacian(centre, cv2.CV_64F).var())
    exposure, contrast = float(centre.mean()) / 255, float(centre.std()) / 255
    overall = _overall(eyes, sharpness, exposure, contrast, max(abs(yaw), abs(pitch)), detection.score)
    return Quality(eyes, sharpness, exposure, contrast, yaw, pitch, roll, detection.score, overall)


def promise(detection: Detection) -> float:
    """How good a view of a face may be, 0 to 1, by what its detector alone tells: size, pose, confidence."""
    yaw, pitch, _ = pose(detection.landmarks)
    eyes = float(np.hypot(*(detection.landmarks[1] - detection.landmarks[0])))
    return float(np.prod(_outside(eyes, max(abs(yaw), abs(pitch)), detection.score)) ** (1 / 3))


def pose(landmarks: Landmarks) -> tuple[float, float, float]:
    """Estimate yaw, pitch and roll in degrees from the five points.

    With the eyes levelled, a head turned by a moves its nose tip, which stands `d` out of the plane of eyes
    and mouth, by d sin a against the middle of the face, while the eyes' distance e shrinks to e cos a; hence
    tan a = (shift / e') / (d / e), and likewise for the nod with the height of the face. Good to some ten
    degrees: enough to tell a frontal view from a profile.
    """
    left, right = landmarks[0].astype(np.float64), landmarks[1].astype(np.float64)
    across = right - left
    roll = np.arctan2(across[1], across[0])
    turn = np.array([[np.cos(roll), np.sin(roll)], [-np.sin(roll), np.cos(roll)]])
    level = (landmarks - (left + right) / 2) @ turn.T
    nose, mouth = level[2], level[3:].mean(axis=0)
    eyes, height = max(float(np.hypot(*across)), 1e-6), max(abs(float(mouth[1])), 1e-6)
    middle = mouth[0] * nose[1] / height  # the face's axis at the height of the nose
    yaw = np.arctan((nose[0] - middle) / eyes / _NOSE_DEPTH)
    pitch = np.arctan((_NOSE_HEIGHT - nose[1] / height) * _FACE_HEIGHT / _NOSE_DEPTH)
    return float(np.degrees(yaw)), float(np.degrees(pitch)), float(np.degrees(roll))


def _overall(
    eyes: float, sharpness: float, exposure: float, contrast: float, angle: float, detection: float
) -> float:
    """Geometric mean of what each measure leaves of a face's worth, 0 to 1."""
    worths = (
        *_outside(eyes, angle, detection),
        _ramp(sharpness, 5, 120),
        _ramp(0.5 - abs(exposure - 0.5), 0.05, 0.25),
        _ramp(contrast, 0.03, 0.12),
    )
    return float(np.prod(worths) ** (1 / len(worths)))


def _outside(eyes: float, angle: float, detection: float) -> tuple[float, float, float]:
    """What size, pose and the detector's confidence leave of a face's worth."""
    return _ramp(eyes, 6, 32), _ramp(-angle, -70, -20), _ramp(detection, 0.5, 0.9)


def _ramp(value: float, none: float, full: float) -> float:
    """0.05 at or below `none`, 1 at or above `full`, straight between: no single measure vetoes a face."""
    return 0.05 + 0.95 * min(max((value - none) / (full - none), 0.0), 1.0)
