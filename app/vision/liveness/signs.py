"""Signs that faces in view are pictures: each face is looked at as often as there is time for."""

from collections.abc import Mapping

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.live import Sign
from app.vision.liveness.border import bordered
from app.vision.liveness.moire import gridded
from app.vision.liveness.motion import Motion

_EVERY = 0.25
"""Seconds from one search for a border and a grid to the next, for one face."""
_SURE, _MOST = 2, 4
"""Searches that must have found one more often than not, and that count at most."""
_KEPT = 10.0
"""Seconds that a face out of view is remembered."""


class Signs:
    """What was seen of each face that is followed. One thread looks, in order of time."""

    def __init__(self) -> None:
        self._of: dict[int, _Face] = {}

    def look(self, image: Image, boxes: Mapping[int, Box], time: float) -> None:
        """Take in a frame: how every face moves, and one face's surroundings, whichever is due longest.

        Args:
            image: RGB uint8 (H, W, 3), as the camera gave it.
            boxes: Of its faces, by the numbers that they keep from frame to frame, in pixels.
            time: In seconds.
        """
        for number, box in boxes.items():
            face = self._of.setdefault(number, _Face())
            face.seen = time
            face.motion.look(image, box, time)
        due = min(boxes, key=lambda number: self._of[number].searched, default=None)
        if due is not None and abs(time - self._of[due].searched) >= _EVERY:
            self._of[due].search(image, boxes[due], time)
        self._of = {number: face for number, face in self._of.items() if abs(time - face.seen) < _KEPT}

    def of(self, number: int) -> Sign | None:
        """What tells that a face is a picture, or None."""
        face = self._of.get(number)
        return face.sign if face else None


class _Face:
    """One face: when it was seen and searched last, and how often either was found."""

    def __init__(self) -> None:
        self.motion = Motion()
        self.seen = 0.0
        self.searched = float("-inf")
        self._found = dict.fromkeys((Sign.BORDER, Sign.GRID), 0)
        self._told: set[Sign] = set()

    @property
    def sign(self) -> Sign | None:
        return next(iter(sorted(self._told)), self.motion.sign)

    def search(self, image: Image, box: Box, time: float) -> None:
        self.searched = time
        for sign, look in ((Sign.BORDER, bordered), (Sign.GRID, gridded)):
            count = self._found[sign] + (1 if look(image, box) else -1)
            self._found[sign] = min(max(count, 0), _MOST)
            if self._found[sign] >= _SURE:
                self._told.add(sign)
            elif not self._found[sign]:
                self._told.discard(sign)
