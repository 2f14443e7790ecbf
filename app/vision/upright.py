"""A face that stands otherwise than its photo does, as one upside down beside others who stand.

A detector that learned from upright faces finds some of these, with points as if they stood. The points are
placed anew from each quarter turn of that guess; where O-Net is sure, the face may stand that way.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from app.domain.arrays import Landmarks
from app.domain.face import Chip, Face
from app.vision.align import similarity_transform
from app.vision.landmarks import LandmarkPlacer
from app.vision.quality import measure
from app.vision.turn import QUARTERS

_SURE = 0.9
"""O-Net's certainty from which on a face may stand so. Its embedding says whether it does."""


def other_ways_up(placer: LandmarkPlacer, face: Face) -> Iterator[Face]:
    """The face as it would be if it stood another way up, not read yet, for each way that is likely.

    Args:
        placer: Places points.
        face: With a chip; its detection is in pixels of the whole picture.
    """
    guesses = [_turned(face.chip.landmarks, quarters) for quarters in QUARTERS]
    back = similarity_transform(face.chip.landmarks, face.detection.landmarks)
    for placed in placer.place(face.chip.pixels, guesses):
        if placed.certainty >= _SURE:
            points = placed.landmarks @ back[:, :2].T + back[:, 2]
            found = replace(face.detection, landmarks=points.astype(np.float32))
            chip = Chip(face.chip.pixels, placed.landmarks)
            yield replace(face, detection=found, quality=measure(found, chip), chip=chip, reading=None)


def _turned(points: Landmarks, quarters: int) -> Landmarks:
    """Points (5, 2) turned about their middle by so many quarters."""
    middle = points.mean(axis=0)
    away = points - middle
    for _ in range(quarters):
        away = np.column_stack([-away[:, 1], away[:, 0]])
    return np.asarray(middle + away, np.float32)
