"""Whether a face is fit to be enrolled, and what is wrong with it where it is not."""

from app.core.text import Number, Text, say
from app.domain.face import Face, Quality

_MIN_EYES = 10.0
_MIN_SHARPNESS = 3.0
_EXPOSURE = (0.06, 0.96)
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


def poor(quality: Quality) -> Text | None:
    """Say what makes a face's picture too poor, or None."""
    if quality.eyes < _MIN_EYES:
        return say(
            "the face is too small ({pixels} pixels between the eyes, {least} are needed)",
            pixels=Number(quality.eyes, 0),
            least=Number(_MIN_EYES, 0),
        )
    if not _EXPOSURE[0] <= quality.exposure <= _EXPOSURE[1]:
        return say("the face is too dark") if quality.exposure < 0.5 else say("the face is overexposed")
    if quality.sharpness < _MIN_SHARPNESS:
        return say("the face is too blurred")
    if max(abs(quality.yaw), abs(quality.pitch)) > _MAX_TURN:
        return say("the face is turned too far away")
    return None


def unrecognisable(quality: Quality) -> Text:
    """Say why a face that the recogniser can make nothing of may be so."""
    if quality.sharpness < _BLURRED or quality.eyes < 2 * _MIN_EYES:
        return say("the face is too blurred to recognise")
    return say("too little of the face can be seen to recognise it")
