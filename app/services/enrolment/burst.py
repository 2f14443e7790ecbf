"""Choosing a burst of good, different views of one person from a video, camera or stream."""

from collections.abc import Iterator

from app.core.errors import SourceError
from app.core.text import NOTHING, Text, masked, quote, say
from app.domain.face import Face
from app.services.enrolment.views import SAME_PERSON, SAME_VIEW, subject_of
from app.services.photos.fitness import FRAME, poor, unfit
from app.vision.reader import FaceReader, likeness
from app.vision.sources import Frame, is_live

WANTED = 12
"""Views kept of one person."""
_LIVE_SECONDS = 20.0
"""How long a camera or stream is watched at most."""
_STRIDE_SECONDS = 0.12
"""Time between two frames looked at: neighbours show the same view."""
_CROWD = say("several people were seen at once")


def pick_faces(
    reader: FaceReader,
    source: str,
    frames: Iterator[Frame],
) -> list[Face]:
    """Watch a source and pick up to a dozen good views of the one person in it that differ from each other.

    Args:
        reader: Finds and embeds.
        source: A camera's number, an address or a video's path.
        frames: Its frames; those that are not needed stay in it.

    Raises:
        SourceError: It cannot be read, or showed no usable face; the text says what was wrong most often.
        Cancelled: The user asked to stop.
    """
    picked: list[Face] = []
    reasons: dict[str, int] = {}
    try:
        for frame in _apart(source, frames):
            face, reason = _look(reader, frame)
            if face is not None:
                reason = _keep(face, picked)
            reasons[reason] = reasons.get(reason, 0) + 1
            if len(picked) == WANTED:
                break
        if 2 * reasons.get(_CROWD, 0) >= sum(reasons.values()) > 0:
            picked.clear()  # whoever stepped forward now and then may not be who is meant
    except SourceError:
        if not picked:
            raise  # else it broke off, but what it had shown is as good as ever
    if not picked:
        raise SourceError(
            say("{source} showed no face that can be enrolled", source=masked(source)),
            why=quote(max(reasons, key=lambda reason: reasons[reason])),
            remedy=say("Show one person, close to the camera, in good light"),
        )
    return picked


def _apart(source: str, frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield frames of a source some time apart, of a camera or stream for a while."""
    last = -_STRIDE_SECONDS
    for frame in frames:
        if is_live(source) and frame.time > _LIVE_SECONDS:
            return
        if frame.time - last >= _STRIDE_SECONDS:
            last = frame.time
            yield frame


def _look(reader: FaceReader, frame: Frame) -> tuple[Face | None, str]:
    """Return the frame's one usable face, or why there is none."""
    found, alone = subject_of(reader, frame.image)
    if not found:
        return None, say("no face was seen")
    if not alone:
        return None, _CROWD
    [face] = reader.faces_at(frame.image, found)
    if face is None:
        return None, say("the face could not be measured")
    if reason := poor(face.quality, FRAME):
        return None, reason
    [face] = reader.read([face])
    reason = unfit(face)
    return (None, reason) if reason else (face, NOTHING)


def _keep(face: Face, picked: list[Face]) -> Text:
    """Keep a face if it is the same person in another view; return why not, or ""."""
    if picked:
        alike = likeness(face, picked)
        if alike < SAME_PERSON:
            return say("somebody else was seen")
        if alike > SAME_VIEW:
            _sharpen(face, picked)
            return say("the view did not change")
    picked.append(face)
    return NOTHING


def _sharpen(face: Face, picked: list[Face]) -> None:
    """Let a face take the place of the one view that it repeats, if it is sharper."""
    repeated = [place for place, one in enumerate(picked) if likeness(face, [one]) > SAME_VIEW]
    if len(repeated) == 1 and face.quality.sharpness > picked[repeated[0]].quality.sharpness:
        picked[repeated[0]] = face
