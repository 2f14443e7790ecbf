"""Live view: a frame, who is in it, and how long each stage took."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.decision import State

TILES = 4
"""Sources that a window watches at the same time, at the most."""


class Sign(StrEnum):
    """What tells that a face is a picture of one."""

    FROZEN = "frozen"
    LOOPED = "looped"
    BORDER = "border"
    GRID = "grid"


@dataclass(frozen=True, slots=True)
class LiveFace:
    """A face in a live frame.

    Attributes:
        track: Its number, the same from frame to frame, and no other source's.
        box: Where, in pixels of the frame.
        state: A name, unsure or unknown.
        name: Of the person named, or None.
        similarity: Cosine similarity of the best candidate, or None.
        candidates: Names and similarities, best first.
        recognisable: Whether enough of it was ever seen to say who it is.
        in_common: As `Decision` has it.
        person: Identifier of the person named, or None.
        sign: What told that it may be a picture of a face rather than a face, or None.
        stranger: The number that they keep for the run if nobody has enrolled them, or None: they are known,
            or too little was seen of them yet to know them again.
        visits: How often that stranger came into view.
    """

    track: int
    box: Box
    state: State
    name: str | None
    similarity: float | None
    candidates: tuple[tuple[str, float], ...] = ()
    recognisable: bool = True
    person: int | None = None
    sign: Sign | None = None
    stranger: int | None = None
    visits: int = 0
    in_common: bool = False

    @property
    def spoofed(self) -> bool:
        """Whether a check found it to be a picture of a face."""
        return self.sign is not None


@dataclass(frozen=True, slots=True)
class StageTimes:
    """Milliseconds that each stage of a frame took.

    Attributes:
        detect: Finding faces.
        track: Joining them to those of the frames before.
        embed: Placing the landmarks of faces that show something new, aligning and embedding them.
        decide: Saying who they are, and whether they may be pictures.
    """

    detect: float
    track: float
    embed: float
    decide: float


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """A frame of a source, with who is in it.

    Attributes:
        number: In the order of the source, from 0; as shown, the picture's number in shared memory.
        time: Seconds since the source was opened; of a file, the time within the video.
        image: RGB (H, W, 3); None as shown, as the picture itself lies in shared memory.
        faces: The largest first.
        times: How long it took.
        fps: Frames a second, over the last second.
        came: When the source gave it, by the monotonic clock, which all processes share.
        rate: Frames a second that the source gives.
        dropped: Frames of the run that were passed over, as newer ones were there.
        tile: Which of the sources, as the window counts them.
        passers_by: Faces that came and went, in the run so far, too small or too briefly to be anyone.
    """

    number: int
    time: float
    image: Image | None
    faces: tuple[LiveFace, ...]
    times: StageTimes
    fps: float
    passers_by: int = 0
    came: float = 0.0
    rate: float = 0.0
    dropped: int = 0
    tile: int = 0

    def shown_as(self, number: int, scale: float, tile: int = 0) -> Self:
        """What the window is sent once the picture, at some scale, lies in shared memory under a number."""
        faces = tuple(replace(face, box=face.box.scaled(scale)) for face in self.faces)
        return replace(self, number=number, image=None, faces=faces, tile=tile)
