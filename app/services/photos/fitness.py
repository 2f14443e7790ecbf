"""Whether a face is fit to be enrolled, and what is wrong with it where it is not."""

from typing import NamedTuple

from app.core.text import Number, Text, say
from app.domain.face import Face, Quality
from app.domain.grade import FLOOR


class Limits(NamedTuple):
    """What a face must reach.

    Attributes:
        eyes: Pixels between the eyes.
        sharpness: Variance of the Laplacian of the aligned face's luma, in grey levels squared.
        exposure: Mean luma from which and up to which, 0 to 1.
        detection: The detector's confidence, 0 to 1.
    """

    eyes: float
    sharpness: float
    exposure: tuple[float, float]
    detection: float


PHOTO = Limits(10.0, 3.0, (0.06, 0.96), 0.0)
"""Of a photo, which may be the only one there is."""
FRAME = Limits(FLOOR, 12.0, (0.15, 0.9), 0.6)
"""Of a camera's or a video's frame, which is one of many."""
_MAX_TURN = 75.0
_BLURRED = 12.0
"""Sharpness below which a face that cannot be recognised is called blurred rather than covered."""


def unfit(face: Face) -> Text | None:
    """Say why a face must not be enrolled, or None if it may."""
    if reason := poor(face.quality):
        return reason
    if face.reading is not None and not face.reading.recognisable:
        return unrecognisable(face.quality)
    return None


def poor(quality: Quality, limits: Limits = PHOTO) -> Text | None:
    """Say what makes a face's picture too poor, or None."""
    if quality.eyes < limits.eyes:
        return say(
            "the face is too small ({pixels} pixels between the eyes, {least} are needed)",
            pixels=Number(quality.eyes, 0),
            least=Number(limits.eyes, 0),
        )
    if not limits.exposure[0] <= quality.exposure <= limits.exposure[1]:
        return say("the face is too dark") if quality.exposure < 0.5 else say("the face is overexposed")
    if quality.sharpness < limits.sharpness:
        return say("the face is too blurred")
    if quality.detection < limits.detection:
        return say("too little of the face can be seen to recognise it")
    if max(abs(quality.yaw), abs(quality.pitch)) > _MAX_TURN:
        return say("the face is turned too far away")
    return None


def unrecognisable(quality: Quality) -> Text:
    """Say why a face that the recogniser can make nothing of may be so."""
    if not quality.eyes:
        return say("its box was drawn by hand, and no eyes, nose and mouth are seen in it")
    if quality.sharpness < _BLURRED or quality.eyes < 2 * PHOTO.eyes:
        return say("the face is too blurred to recognise")
    return say("too little of the face can be seen to recognise it")
