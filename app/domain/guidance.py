"""How an enrolment from a camera goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from app.core.text import Text
from app.domain.box import Box
from app.domain.grade import Grade


@dataclass(frozen=True, slots=True)
class Guidance:
    """How an enrolment stands after a frame.

    Attributes:
        box: The face, in pixels of the frame, or None.
        hint: What to do next, in words fit to show.
        poses: Every pose, and whether it was seen: "front", "left", "right", "up", "down".
        gates: Whether "light", "sharpness" and "distance" are good enough, and it is clear who is "meant".
        accepted: Views kept so far.
        faces: Tracks and boxes of everybody who may be meant.
        chosen: The track of the one who is followed, or None.
        asks: Whether the user is to choose one of them.
        grade: Of the face now, or None where it is too far away, or there is none.
        grades: Of the best sample of each pose seen.
        tested: Further frames looked at for the test; None while samples are taken.
    """

    box: Box | None
    hint: Text
    poses: Mapping[str, bool]
    gates: Mapping[str, bool]
    accepted: int
    faces: tuple[tuple[int, Box], ...] = ()
    chosen: int | None = None
    asks: bool = False
    grade: Grade | None = None
    grades: Mapping[str, Grade] = field(default_factory=dict)
    tested: int | None = None

    def scaled(self, scale: float) -> Self:
        """The same for a frame that is shown at a scale."""
        faces = tuple((track, box.scaled(scale)) for track, box in self.faces)
        return replace(self, box=self.box and self.box.scaled(scale), faces=faces)
