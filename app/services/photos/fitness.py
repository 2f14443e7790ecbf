"""Whether a face is fit to be enrolled, and what is wrong with it where it is not."""

from app.domain.face import Face, Quality

_MIN_EYES = 10.0
_MIN_SHARPNESS = 3.0
_EXPOSURE = (0.06, 0.96)
_MAX_TURN = 75.0
_BLURRED = 12.0
"""Sharpness below which a face that cannot be recognised is called blurred rather than covered."""


def unfit(face: Face) -> str | None:
    """Say why a face must not be enrolled, or None if it may."""
    if reason := poor(face.quality):
        return reason
    if face.reading is not None and not face.reading.recognisable:
        return unrecognisable(face.quality)
    return None


def poor(quality: Quality) -> str | None:
    """Say what makes a face's picture too poor, or None."""
    if quality.eyes < _MIN_EYES:
        return (
            f"the face is too small ({quality.eyes:.0f} pixels between the eyes, {_MIN_EYES:.0f} are needed)"
        )
    if not _EXPOSURE[0] <= quality.exposure <= _EXPOSURE[1]:
        return "the face is too dark" if quality.exposure < 0.5 else "the face is overexposed"
    if quality.sharpness < _MIN_SHARPNESS:
        return "the face is too blurred"
    if max(abs(quality.yaw), abs(quality.pitch)) > _MAX_TURN:
        return "the face is turned too far away"
    return None


def unrecognisable(quality: Quality) -> str:
    """Say why a face that the recogniser can make nothing of may be so."""
    if quality.sharpness < _BLURRED or quality.eyes < 2 * _MIN_EYES:
        return "the face is too blurred to recognise"
    return "too little of the face can be seen to recognise it"
