"""The best views of a face that is followed, and when another one is worth a look."""

from dataclasses import dataclass

import numpy as np

from app.domain.arrays import Embedding
from app.domain.box import Box
from app.domain.face import Face

_KEPT = 5
"""Views that a probe is averaged from."""
_REFRESH = 10
"""Frames after which a face is looked at again, even if its view got no better."""
_BETTER = 1.25
"""A face seen this many times as large as when it was last looked at is worth a look."""
_MIN_EYES = 8.0
"""Pixels between the eyes below which a face is not embedded: it stays unknown."""
_EYES_OF_WIDTH = 0.45
"""Distance between the eyes over the width of YuNet's box, roughly."""


@dataclass(slots=True)
class Views:
    """What was seen of one face so far. One thread takes views in; any may read `best`.

    Attributes:
        best: Five at most, as one model read them: those in which the face can be recognised lead, the better
            ones first. Swapped as a whole, never changed.
        looked: Number of the frame in which it was looked at last, or None.
        width: Of its box then, in pixels.
    """

    best: tuple[Face, ...] = ()
    looked: int | None = None
    width: float = 0.0

    @property
    def readable(self) -> list[tuple[float, Embedding]]:
        """Quality and embedding (D,) of the best views in which the face can be recognised."""
        return [
            (face.quality.overall, face.reading.vector)
            for face in self.best
            if face.reading is not None and face.reading.recognisable
        ]

    def wants(self, box: Box, frame: int) -> bool:
        """Whether the face, where it is in that frame, is worth placing, cutting out and embedding."""
        if box.w * _EYES_OF_WIDTH < _MIN_EYES:
            return False
        due = self.looked is None or frame - self.looked >= _REFRESH
        return due or len(self.readable) < _KEPT or box.w > _BETTER * self.width

    def look(self, box: Box, frame: int) -> None:
        """Note that the face is looked at in that frame."""
        self.looked, self.width = frame, box.w

    def take(self, face: Face) -> None:
        """Take in a view that the model has read."""
        ranked = sorted((*self.best, face), key=_rank, reverse=True)
        self.best = tuple(ranked[:_KEPT])

    def probe(self) -> Embedding | None:
        """Mean (D,) of the views in which the face can be recognised, weighted by quality; None without."""
        readable = self.readable
        if not readable:
            return None
        mean = sum(quality * vector for quality, vector in readable)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


def _rank(face: Face) -> tuple[bool, float]:
    return face.reading is not None and face.reading.recognisable, face.quality.overall
