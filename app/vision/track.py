"""Following faces from frame to frame."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.domain.box import Box
from app.domain.decision import Decision, State
from app.domain.face import Detection
from app.vision.views import Views

_MIN_IOU = 0.2
"""Overlap of a face with where its track expects it, below which they are strangers."""
_MAX_MISSED = 12
"""Frames that a track outlives its face: half a second at 25 a second."""


@dataclass(eq=False)
class Track:
    """One face over time.

    Attributes:
        number: Counts up from 1 as faces appear.
        detection: As seen last.
        missed: Frames since then.
        seen: Frames in which it was seen.
        views: The best views of it.
        decision: Who it is, as far as they tell.
    """

    number: int
    detection: Detection
    missed: int = 0
    seen: int = 1
    views: Views = field(default_factory=Views)
    decision: Decision = field(default_factory=lambda: Decision(State.UNKNOWN))
    _velocity: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))

    def expected(self) -> Box:
        """Where the face should be in the next frame, if it goes on as it did."""
        x, y, w, h = self.detection.box
        dx, dy = self._velocity * (self.missed + 1)
        return Box(x + dx, y + dy, w, h)

    def follow(self, detection: Detection) -> None:
        """Take over where the face is now."""
        old, new = self.detection.box, detection.box
        moved = np.array([new.x - old.x, new.y - old.y]) / (self.missed + 1)
        self._velocity = 0.5 * self._velocity + 0.5 * moved
        self.detection, self.missed, self.seen = detection, 0, self.seen + 1

    def forget(self) -> None:
        """Forget who it is, but not where: its views were read by a model that is not in use any more."""
        self.views, self.decision = Views(), Decision(State.UNKNOWN)


class Tracker:
    """Joins each frame's detections to tracks: the assignment with the largest sum of overlaps.

    Attributes:
        tracks: Those alive, in order of appearance; some may be missing from the newest frame.
    """

    def __init__(self) -> None:
        self.tracks: list[Track] = []
        self._count = 0

    def update(self, found: list[Detection]) -> list[Track]:
        """Take in a frame, and return the track of each detection, in their order."""
        joined = self._join(found)
        tracks = [joined.get(i) or self._start(detection) for i, detection in enumerate(found)]
        seen = set(map(id, tracks))
        for track in self.tracks:
            track.missed += id(track) not in seen
        self.tracks = [track for track in self.tracks if track.missed <= _MAX_MISSED]
        return tracks

    def _join(self, found: list[Detection]) -> dict[int, Track]:
        overlaps = np.array([[t.expected().iou(d.box) for d in found] for t in self.tracks])
        if overlaps.size == 0:
            return {}
        from scipy.optimize import (
            linear_sum_assignment,
        )  # takes a while: not before there is something to follow

        joined = {}
        for row, column in zip(*linear_sum_assignment(overlaps, maximize=True), strict=True):
            if overlaps[row, column] >= _MIN_IOU:
                self.tracks[row].follow(found[column])
                joined[int(column)] = self.tracks[row]
        return joined

    def _start(self, detection: Detection) -> Track:
        self._count += 1
        track = Track(self._count, detection)
        self.tracks.append(track)
        return track
