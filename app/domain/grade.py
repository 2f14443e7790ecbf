"""How near a face was when its sample was taken."""

from enum import StrEnum
from math import cos, radians

from app.domain.face import Quality

FLOOR, BEST = 40.0, 80.0
"""Pixels between the eyes from which on a face is near enough for a sample, and for the best grade."""
_TURNED_MOST = 45.0
"""Degrees of yaw up to which the eyes' distance is taken as if the face looked ahead."""


class Grade(StrEnum):
    """What a sample is worth by its size."""

    GOOD = "good"
    USABLE = "usable"


def grade_of(quality: Quality) -> Grade | None:
    """The grade of a face, by its eyes' distance as if it were not turned; None below the floor."""
    if quality.eyes < FLOOR:
        return None
    ahead = quality.eyes / cos(radians(min(abs(quality.yaw), _TURNED_MOST)))
    return Grade.GOOD if ahead >= BEST else Grade.USABLE
