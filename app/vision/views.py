"""The best views of a face that is followed, and when another one is worth a look."""

from dataclasses import dataclass

import numpy as np

from app.domain.arrays import Embedding
from app.domain.face import Detection, Face
from app.vision.quality import promise

_KEPT = 5
"""Views that a probe is averaged from."""
_SOONEST = 0.1
"""Seconds from one look at a face to the next, at first; each look that changes nothing doubles them."""
_LATEST = 8.0
"""Seconds after which even a face that is settled is looked at again."""
_BETTER = 1.25
"""A face that promises so many times as much as when it was looked at best is worth a look."""
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
        looked: When it was looked at last, in seconds of the source, or None.
        pause: Seconds until it is due again.
        promised: The most that a face looked at promised (`quality.promise`).
    """

    best: tuple[Face, ...] = ()
    looked: float | None = None
    pause: float = _SOONEST / 2
    promised: float = 0.0

    @property
    def readable(self) -> list[tuple[float, Embedding]]:
        """Quality and embedding (D,) of the best views in which the face can be recognised."""
        return [
            (face.quality.overall, face.reading.vector)
            for face in self.best
            if face.reading is not None and face.reading.recognisable
        ]

    def wants(self, found: Detection, time: float) -> bool:
        """Whether the face, as found at that time, is worth placing, cutting out and embedding."""
        if found.box.w * _EYES_OF_WIDTH < _MIN_EYES:
            return False
        passed = _LATEST if self.looked is None else time - self.looked
        better = promise(found) > _BETTER * self.promised
        return passed >= (_SOONEST if better else self.pause)

    def look(self, found: Detection, time: float) -> None:
        """Note that the face is looked at; if that changes nothing, the next look may wait twice as long."""
        self.looked, self.promised = time, max(self.promised, promise(found))
        self.pause = min(2 * self.pause, _LATEST)

    def stir(self) -> None:
        """Look again soon: what was seen last does not fit what was seen before."""
        self.pause = min(self.pause, _SOONEST)

    def take(self, face: Face) -> None:
        """Take in a view that the model has read; one that says nothing lets the next wait longer."""
        if face.reading is not None and not face.reading.recognisable:
            self.pause = min(2 * self.pause, _LATEST)
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
