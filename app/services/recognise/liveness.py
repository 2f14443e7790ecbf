"""Faces in live view that may be pictures are marked, and where the user requires it, not named."""

from collections.abc import Sequence
from dataclasses import replace

from app.core.settings import OFF, REQUIRE
from app.domain.arrays import Image
from app.domain.decision import State
from app.domain.live import LiveFace
from app.vision.liveness.signs import Signs
from app.vision.track import Track


class Liveness:
    """Looks for signs that faces are pictures, as far as the user wants.

    Attributes:
        mode: As the settings say.
    """

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self._signs = Signs()

    def look(self, image: Image, tracks: Sequence[Track], time: float) -> None:
        """Take in a frame, RGB uint8 (H, W, 3), the tracks of its faces, and when it was, in seconds."""
        if self.mode != OFF:
            self._signs.look(image, {track.number: track.detection.box for track in tracks}, time)

    def marked(self, faces: Sequence[LiveFace]) -> tuple[LiveFace, ...]:
        """The faces of that frame, with what tells that some are pictures."""
        return tuple(map(self._marked, faces)) if self.mode != OFF else tuple(faces)

    def _marked(self, face: LiveFace) -> LiveFace:
        if (sign := self._signs.of(face.track)) is None:
            return face
        if self.mode != REQUIRE:
            return replace(face, sign=sign)
        unnamed = LiveFace(face.track, face.box, State.UNKNOWN, None, None, recognisable=face.recognisable)
        return replace(unnamed, sign=sign)
