"""A face in a box that was drawn by hand, where the detector had found none."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.domain.arrays import Image, Landmarks
from app.domain.box import Box
from app.domain.face import Detection, Face
from app.vision.detect.scan import moved, resized, scan_all
from app.vision.reader import FaceReader

_AROUND = 1.8
"""How much larger than the box the crop is in which the detector looks once more."""
_SIDE = 320
"""Longer side that a small crop is enlarged to."""
_OVERLAP = 0.25
"""Overlap with the box from which on what the detector finds there is what was meant."""
_CERTAIN = 0.9
"""How sure the placer must be that it looks at a face where the detector sees none."""
_MEAN = np.array([[0.290, 0.394], [0.727, 0.390], [0.502, 0.593], [0.318, 0.758], [0.708, 0.755]], np.float32)
"""Where the points lie in a box, as shares of its sides: the first guess where there is no other."""


def read_within(reader: FaceReader, image: Image, box: Box) -> Face | None:
    """Read the face in a box; None where no landmarks can be placed in it.

    Args:
        reader: Reads faces.
        image: RGB uint8 (H, W, 3), whole.
        box: In its pixels.
    """
    first = _detected(reader, image, box)
    if first is None:
        guess = np.asarray([box.x, box.y] + _MEAN * [box.w, box.h], np.float32)
        [placed] = reader.placer.place(image, [guess])
        if placed.certainty < _CERTAIN or not _inside(placed.landmarks, box):
            return None
        first = Detection(box, placed.landmarks, placed.certainty)
    [face] = reader.faces_at(image, [replace(first, box=box)])
    return None if face is None else reader.read([face])[0]


def _detected(reader: FaceReader, image: Image, box: Box) -> Detection | None:
    """What the detector sees in the box on a closer look, if that is what was meant."""
    height, width = image.shape[:2]
    around = box.grown(_AROUND)
    left, top = max(0, int(around.x)), max(0, int(around.y))
    right, bottom = min(width, int(around.x + around.w) + 1), min(height, int(around.y + around.h) + 1)
    crop = image[top:bottom, left:right]
    if min(crop.shape[:2]) < 2:
        return None
    scale = max(1.0, _SIDE / max(crop.shape[:2]))
    seen = [moved(one, 1 / scale, left, top) for one in scan_all(reader.detector, resized(crop, scale))]
    return _meant(seen, box)


def _meant(seen: Sequence[Detection], box: Box) -> Detection | None:
    best = max(seen, key=lambda one: one.box.iou(box), default=None)
    return best if best is not None and best.box.iou(box) >= _OVERLAP else None


def _inside(points: Landmarks, box: Box) -> bool:
    """Whether most of the points lie in the box."""
    x, y, w, h = box
    inside = (points >= [x, y]) & (points <= [x + w, y + h])
    return bool(np.isfinite(points).all() and inside.all(axis=1).sum() >= 4)
