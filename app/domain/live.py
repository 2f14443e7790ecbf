"""Faces in live view."""

from dataclasses import dataclass

from app.domain.box import Box
from app.domain.decision import State


@dataclass(frozen=True, slots=True)
class LiveFace:
    """A face in a live frame.

    Attributes:
        track: Its number, the same from frame to frame.
        box: Where, in pixels of the frame shown.
        state: A name, unsure or unknown.
        name: Of the person named, or None.
        similarity: Cosine similarity of the best candidate, or None.
        candidates: Names and similarities, best first.
        recognisable: Whether enough of it was ever seen to say who it is.
    """

    track: int
    box: Box
    state: State
    name: str | None
    similarity: float | None
    candidates: tuple[tuple[str, float], ...] = ()
    recognisable: bool = True
