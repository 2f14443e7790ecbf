"""A face that stands still as no living one does, or does the very same again: a photo, a video in a loop."""

from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from app.domain.arrays import Image
from app.domain.box import Box
from app.domain.live import Sign

_SIDE = 16
"""Rows and columns of the thumbnails that are compared."""
_FINE = 64
"""Pixels of a side that they are made of, at least, where there are so many."""
_AROUND = 1.5
"""Sides of the part that is watched, over those of the face as it was seen first."""
_EVERY = 0.09
"""Seconds from one thumbnail to the next at least."""
_KEPT = 320
"""Thumbnails remembered: half a minute or so."""
_STILL_SECONDS = 5.0
_STILL, _NOISY, _MOST = 0.4, 1.4, 1.5
"""Grey levels that a picture which stands still may change by in that time, or times what it changes by from
moment to moment, which is noise; and at most."""
_LOOP_SECONDS = 2.0
"""How long what was seen must be seen again."""
_LAG = 1.0
"""Seconds between the two at least."""
_DRIFT = 0.12
"""Seconds by which the time between them may vary."""
_SAME = 1.5
"""Grey levels by which the same moment differs, seen twice."""
_NOISE = 0.2
"""Grey levels that it differs by at least."""
_MOVES = 2.5
"""Times that change from moment to moment must be larger than that."""

Floats = npt.NDArray[np.float32]
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class Motion:
    """How one face moves. Looks of one thread, in order of time.

    Attributes:
        sign: That it stands still or loops, or None.
    """

    def __init__(self) -> None:
        self.sign: Sign | None = None
        self._part: Box | None = None
        self._past = _Past()
        self._runs: list[_Run] = []
        self._still: Floats | None = None
        self._since = 0.0
        self._steps: list[float] = []

    def look(self, image: Image, face: Box, time: float) -> None:
        """Take in a frame, RGB uint8 (H, W, 3), where the face is in it, and when that was, in seconds."""
        if self._part is None or not _holds(self._part, face) or time < self._past.newest:
            self._part, self._still, self.sign = face.grown(_AROUND), None, None
            self._past, self._runs = _Past(), []
        if time - self._past.newest < _EVERY:
            return
        if (thumbnail := _thumbnail(image, self._part)) is None:
            return
        step = self._past.step(thumbnail)
        still, loops = self._stands_still(thumbnail, step, time), self._loops(thumbnail, step, time)
        self.sign = Sign.FROZEN if still else Sign.LOOPED if loops else None
        self._past.keep(thumbnail, time)

    def _stands_still(self, thumbnail: Floats, step: float, time: float) -> bool:
        if self._still is not None:
            self._steps.append(step)
            noise = _NOISY * float(np.median(self._steps))
            if _rms(thumbnail - self._still) > min(max(_STILL, noise), _MOST):
                self._still = None
        if self._still is None:
            self._still, self._since, self._steps = thumbnail, time, []
        return time - self._since >= _STILL_SECONDS

    def _loops(self, thumbnail: Floats, step: float, time: float) -> bool:
        """Whether what was seen for a while is what was seen before, moment by moment."""
        lags, misses = self._past.like(thumbnail, time)
        goes_on: list[_Run] = []
        for run in self._runs:
            near = np.abs(lags - run.lag) <= _DRIFT
            if near.any():
                goes_on.append(run.after(step, float(misses[near].min())))
        known = [run.lag for run in goes_on]
        for lag in lags.tolist():
            if all(abs(lag - other) > _DRIFT for other in known):
                goes_on.append(_Run(lag, time))
                known.append(lag)
        self._runs = goes_on
        return any(run.tells(time) for run in goes_on)


class _Past:
    """What a face looked like in the last half minute: thumbnails, and the way from each to the next.

    Attributes:
        newest: When the last was seen.
    """

    def __init__(self) -> None:
        self.newest = float("-inf")
        self._count = 0
        self._seen = np.zeros((_KEPT, _SIDE * _SIDE), np.float32)
        self._ways = np.zeros_like(self._seen)
        self._times = np.full(_KEPT, np.inf)
        self._lasts = np.zeros(_KEPT)
        self._squares, self._along, self._long = (np.zeros(_KEPT, np.float32) for _ in range(3))

    def step(self, thumbnail: Floats) -> float:
        """How much has changed since the last thumbnail."""
        return _rms(thumbnail - self._seen[(self._count - 1) % _KEPT]) if self._count else 0.0

    def keep(self, thumbnail: Floats, time: float) -> None:
        """Add one, in place of the oldest."""
        now, last = self._count % _KEPT, (self._count - 1) % _KEPT
        if self._count:
            self._ways[last] = way = thumbnail - self._seen[last]
            self._lasts[last], self._times[last] = time - self.newest, self.newest
            self._along[last], self._long[last] = self._seen[last] @ way, max(way @ way, 1e-6)
        self._seen[now], self._squares[now], self._times[now] = thumbnail, thumbnail @ thumbnail, np.inf
        self.newest, self._count = time, self._count + 1

    def like(self, thumbnail: Floats, time: float) -> tuple[npt.NDArray[np.float64], Floats]:
        """How long ago the face looked the same, on the way between two thumbnails, and what it missed by."""
        old = slice(min(self._count, _KEPT))
        along = self._ways[old] @ thumbnail - self._along[old]
        share = np.clip(along / np.maximum(self._long[old], 1e-6), 0, 1)
        away = self._squares[old] + thumbnail @ thumbnail - 2 * self._seen[old] @ thumbnail
        miss = np.sqrt(np.maximum(away - 2 * share * along + share**2 * self._long[old], 0) / len(thumbnail))
        lag = time - (self._times[old] + share * self._lasts[old])
        same = (miss <= _SAME) & (lag >= _LAG)
        return lag[same], miss[same]


@dataclass(frozen=True, slots=True)
class _Run:
    """Moments in a row that look like those a while before: from when on, and how long before."""

    lag: float
    since: float
    moved: float = 0.0
    missed: float = 0.0

    def after(self, step: float, miss: float) -> "_Run":
        return replace(self, moved=self.moved + step, missed=self.missed + max(miss, _NOISE))

    def tells(self, time: float) -> bool:
        return time - self.since >= _LOOP_SECONDS and self.moved >= _MOVES * self.missed


def _holds(part: Box, face: Box) -> bool:
    """Whether a face is still within the part of the picture that is watched."""
    x, y = face.x + face.w / 2, face.y + face.h / 2
    inside = part.x < x < part.x + part.w and part.y < y < part.y + part.h
    return inside and face.w < part.w < 2 * _AROUND * face.w


def _thumbnail(image: Image, part: Box) -> Floats | None:
    """A part of a picture, small, grey and without its mean (256,); None if it lies outside."""
    x, y, w, h = (round(one) for one in part)
    cut = image[max(y, 0) : max(y + h, 0), max(x, 0) : max(x + w, 0)]
    if cut.size == 0:
        return None
    step = max(1, min(cut.shape[:2]) // _FINE)
    shrunk = cv2.resize(cut[::step, ::step], (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    flat = shrunk.astype(np.float32).reshape(-1, 3) @ _LUMA
    return np.asarray(flat - flat.mean(), np.float32)


def _rms(difference: Floats) -> float:
    return float(np.sqrt((difference**2).mean()))
