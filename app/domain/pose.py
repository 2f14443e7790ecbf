"""Poses of a head, as the person turns it: to their own left and right."""

from collections.abc import Sequence

from app.domain.face import Quality

POSES = ("front", "left", "right", "up", "down")

FRONT = 10.0
_TURNED = 15.0
"""Degrees of yaw up to which a face counts as frontal, and from which on as turned."""
_NODDED = 8.0
"""Degrees of pitch from level that count as up or down."""


def pose_of(quality: Quality, level: float | None) -> str | None:
    """The pose that a face shows, or None where it shows none clearly.

    Args:
        quality: The face's measures.
        level: Pitch of the person's frontal faces in degrees, which differs between cameras; None where it
            is not known: a face that is not turned is taken for frontal then.
    """
    if abs(quality.yaw) >= _TURNED:  # positive yaw is towards the picture's right: the person's left
        return "left" if quality.yaw > 0 else "right"
    if abs(quality.yaw) > FRONT:
        return None
    nod = 0.0 if level is None else quality.pitch - level
    return "up" if nod >= _NODDED else "down" if nod <= -_NODDED else "front"


def level_of(qualities: Sequence[Quality]) -> float | None:
    """Pitch in degrees of a person's frontal faces, whichever of them nod, or None where none is frontal.

    It is the middle one's; of two in the middle that of the face that nods less.
    """
    pitches = sorted(one.pitch for one in qualities if abs(one.yaw) <= FRONT)
    middle = pitches[(len(pitches) - 1) // 2 : len(pitches) // 2 + 1]
    return min(middle, key=abs, default=None)
