"""From a face in a picture to the crop that a network reads.

One path serves live view, import, training and re-embedding: picture -> chip (a margin crop, kept) -> crop
(the chip warped to the backbone's template). Because the first step shrinks large faces by area averaging,
the warp never skips pixels, and embedding a stored chip again gives what embedding the photo gave.
"""

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image, Landmarks
from app.domain.box import Box
from app.domain.face import Chip
from app.domain.preprocessing import Template, scaled

CHIP_SIDE = 256
"""Longest side of a chip, in pixels."""
_MARGIN = 1.25
"""Side of a chip over the side of the aligned crop that it must contain, rotated as it may be."""
_BOX_MARGIN = 1.5
"""How much larger than its box the picture is that is kept of a face without landmarks."""
_UNIT_FACE = np.array(scaled("arcface", 1))
"""The five points in a unit square that an aligned crop fills."""


def similarity_transform(
    source: npt.NDArray[np.floating], target: npt.NDArray[np.floating]
) -> npt.NDArray[np.float64]:
    """Least-squares similarity (rotation, uniform scale, shift) that takes `source` to `target`.

    S. Umeyama, "Least-squares estimation of transformation parameters between two point patterns"
    (IEEE TPAMI 13(4), 1991), equations 40 to 42. In the plane, with points as complex numbers about their
    mean, scale and rotation are one factor: sum(conj(source) * target) / sum(|source|^2).

    Args:
        source: Points (N, 2), N >= 2, not all the same.
        target: Their wanted places (N, 2).

    Returns:
        Matrix (2, 3): target = matrix[:, :2] @ source + matrix[:, 2].

    Raises:
        ValueError: The source points coincide, or a coordinate is not finite.
    """
    source, target = np.asarray(source, np.float64), np.asarray(target, np.float64)
    if not (np.isfinite(source).all() and np.isfinite(target).all()):
        raise ValueError("a landmark is not finite")
    source_mean, target_mean = source.mean(axis=0), target.mean(axis=0)
    centred, wanted = (source - source_mean).ravel(), (target - target_mean).ravel()
    spread = float(centred @ centred)
    if spread <= 1e-12 * len(source):
        raise ValueError("the landmarks coincide")
    along = float(centred @ wanted) / spread
    across = float(centred[::2] @ wanted[1::2] - centred[1::2] @ wanted[::2]) / spread
    linear = np.array([[along, -across], [across, along]])
    return np.column_stack([linear, target_mean - linear @ source_mean])


def cut_chip(image: Image, landmarks: Landmarks) -> Chip:
    """Cut a face with its margin out of a picture, at most 256x256; never enlarged.

    The square is centred where the templates centre the face and holds the aligned crop in any rotation.
    Beyond the picture's border nothing is invented: the chip ends there.

    Args:
        image: RGB uint8 (H, W, 3).
        landmarks: The five points in its pixels, (5, 2).

    Raises:
        ValueError: The landmarks coincide or lie wholly outside the picture.
    """
    centre, side = _face_square(landmarks)
    height, width = image.shape[:2]
    left, top = np.floor(centre - side / 2).astype(int)
    right, bottom = np.ceil(centre + side / 2).astype(int)
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, width), min(bottom, height)
    if right - left < 2 or bottom - top < 2:
        raise ValueError("the face lies outside the picture")
    crop = image[top:bottom, left:right]
    shift = np.array([left, top], np.float32)
    scale = CHIP_SIDE / max(crop.shape[:2])
    if scale >= 1:
        return Chip(np.ascontiguousarray(crop), (landmarks - shift).astype(np.float32))
    size = (max(round(crop.shape[1] * scale), 1), max(round(crop.shape[0] * scale), 1))
    small = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    factors = np.array([size[0] / crop.shape[1], size[1] / crop.shape[0]], np.float32)
    # pixel centres, not corners, keep their place when a picture is resized
    points = (landmarks - shift + 0.5) * factors - 0.5
    return Chip(np.asarray(small, np.uint8), points.astype(np.float32))


def cut_box(image: Image, box: Box) -> Chip:
    """Cut a face with a margin out of a picture by its box, at most 256x256; it has no landmarks.

    Args:
        image: RGB uint8 (H, W, 3).
        box: In its pixels.

    Raises:
        ValueError: The box lies outside the picture.
    """
    x, y, w, h = box.grown(_BOX_MARGIN)
    left, top, right, bottom = max(int(x), 0), max(int(y), 0), int(x + w), int(y + h)
    crop = image[top : max(bottom, top), left : max(right, left)]
    if not crop.size:
        raise ValueError("the face lies outside the picture")
    scale = min(1.0, CHIP_SIDE / max(crop.shape[:2]))
    size = (max(round(crop.shape[1] * scale), 1), max(round(crop.shape[0] * scale), 1))
    small = cv2.resize(crop, size, interpolation=cv2.INTER_AREA) if scale < 1 else np.ascontiguousarray(crop)
    return Chip(np.asarray(small, np.uint8), np.empty((0, 2), np.float32))


def _face_square(landmarks: Landmarks) -> tuple[npt.NDArray[np.float64], float]:
    """Centre and side, in the picture's pixels, of the square that a chip shows."""
    from_unit = similarity_transform(_UNIT_FACE, landmarks)
    centre = from_unit @ np.array([0.5, 0.5, 1.0])
    side = float(np.hypot(*from_unit[:, 0]))
    return centre, side * np.sqrt(2) * _MARGIN


def align(chip: Chip, template: Template, size: int) -> Image:
    """Warp a chip so that its landmarks lie on the template.

    Args:
        chip: The face.
        template: Five points in pixels of the crop.
        size: Side of the crop in pixels.

    Returns:
        RGB uint8 (size, size, 3); what lies beyond the chip is black, as in the crops the networks learnt on.

    Raises:
        ValueError: The landmarks coincide.
    """
    matrix = similarity_transform(chip.landmarks, np.asarray(template))
    crop = cv2.warpAffine(chip.pixels, matrix, (size, size), flags=cv2.INTER_LINEAR, borderValue=(0, 0, 0))
    return np.asarray(crop, np.uint8)
