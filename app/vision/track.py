"""Following faces from frame to frame, through crossings and short occlusions.

A face is joined to the track whose expected box it overlaps most, at constant velocity. What overlaps with
none is tried once more with all boxes enlarged, as in Cascaded-Buffered IoU (F. Yang, S. Odashima, S. Masui
and S. Jiang, "Hard to Track Objects with Irregular Motions and Similar Appearances?", WACV 2023). Where that
may have mixed up two faces the track is doubtful, until an embedding has shown whose face it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

import numpy as np
import numpy.typing as npt

from app.domain.box import Box
from app.domain.face import Detection
from app.vision.views import Views

_CASCADE = ((0.0, 0.2), (0.5, 0.15))
"""By how much of their sides boxes are enlarged all around, and the overlap that they then need."""
_PATIENCE = 1.0
"""Seconds that a track waits for its face where it should be by now."""
_COASTS = 0.5
"""Seconds that it is taken to go on as it did."""
_AWAY = 2.0
"""Seconds that a track is kept after that: a face that looks like it joins it again."""
_SURE = 0.4
"""Overlap with where it should be below which a track is doubtful."""
_HIDDEN = 0.15
"""Seconds without its face after which a track is doubtful."""
_CROSSING = 0.1
"""Overlap of two faces from which on their tracks are doubtful."""


@dataclass(eq=False)
class Track:
    """One face over time.

    Attributes:
        number: Counts up as faces appear.
        detection: As seen last.
        began: When it was seen first, in seconds of the source.
        last: When it was seen last, likewise.
        seen: Frames in which it was seen.
        views: The best views of it.
        doubtful: Whether it may be following another face by now.
        crowded: Whether another face overlaps with it now.
        sure: When it was not doubtful, as `last`.
        strange: Views in a row, since it is doubtful, that look like another face.
        velocity: In pixels a second, to the right and down.
        carried: Where it should be in the next frame, if that was found out.
    """

    number: int
    detection: Detection
    began: float
    last: float
    seen: int = 1
    views: Views = field(default_factory=Views)
    doubtful: bool = False
    crowded: bool = False
    sure: float = 0.0
    strange: int = 0
    carried: Box | None = None
    velocity: npt.NDArray[np.float64] = field(default_factory=lambda: np.zeros(2))

    def expected(self, time: float) -> Box:
        """Where the face should be by then: where it was seen to go, or else as if it went on as it did."""
        if self.carried is not None:
            return self.carried
        x, y, w, h = self.detection.box
        dx, dy = self.velocity * min(time - self.last, _COASTS)
        return Box(x + dx, y + dy, w, h)

    def follow(self, detection: Detection, time: float) -> None:
        """Take over where the face is now."""
        passed = time - self.last
        if passed > 0:
            moved = (_middle(detection.box) - _middle(self.detection.box)) / passed
            share = 1.0 if self.seen == 1 else 0.5
            self.velocity = (1 - share) * self.velocity + share * moved
        self.detection, self.last, self.seen = detection, time, self.seen + 1

    def doubt(self) -> None:
        """It may have been taken for another: its face is worth a look."""
        self.doubtful = True
        self.views.stir()

    def clear(self) -> None:
        """It follows the face that it followed, as far as can be seen now."""
        self.doubtful, self.strange = self.crowded, 0

    def forget(self) -> None:
        """Forget what it looks like, but not where it is: another model reads it from now on."""
        self.views = Views()


class Tracker:
    """Joins each frame's detections to tracks. One thread does; any may look for a track in the three lists:
    it is in one of them at least until the frame after it was given up.

    Attributes:
        tracks: Those that follow a face, in order of appearance; some may be missing from the newest frame.
        lost: Those whose face has been missing for a moment: `rejoin` brings one back.
        gone: Those that the newest frame gave up for good.
    """

    def __init__(self, numbers: Iterator[int] | None = None) -> None:
        """Follow nothing yet; tracks are numbered from 1, or as they are given numbers."""
        self._numbers = count(1) if numbers is None else numbers
        self.tracks: list[Track] = []
        self.lost: list[Track] = []
        self.gone: list[Track] = []
        self._before = self._now = 0.0

    def update(self, found: Sequence[Detection], time: float) -> list[Track]:
        """Take in a frame.

        Args:
            found: Its faces.
            time: Of the frame, in seconds, later than the last.

        Returns:
            The track of each face, in their order.
        """
        self._before, self._now = self._now, time
        self._lose([track for track in self.tracks if time - track.last > _PATIENCE], time)
        joined = self._join(found, time)
        tracks = [joined.get(i) or self._start(detection, time) for i, detection in enumerate(found)]
        _note_crossings(tracks)
        for track in self.tracks:
            track.carried = None
            track.sure = track.sure if track.doubtful else track.last
        return tracks

    def present(self) -> list[Track]:
        """Tracks whose face is in the newest frame."""
        return [track for track in self.tracks if track.last == self._now]

    def missing(self) -> list[Track]:
        """Tracks whose face is not in the newest frame."""
        return [*self.lost, *(track for track in self.tracks if track.last < self._now)]

    def cut(self) -> None:
        """The picture jumped: no face is where it was, but the same faces may be there."""
        self.lost += self.tracks
        self.tracks = []

    def rejoin(self, lost: Track, track: Track) -> None:
        """A track turned out to follow the face of one that was missing, which goes on in its place."""
        self.tracks = [lost if one is track else one for one in self.tracks if one is not lost]
        self.lost = [one for one in self.lost if one is not lost]
        lost.follow(track.detection, track.last)
        lost.crowded = track.crowded
        lost.velocity = track.velocity
        lost.clear()

    def part(self, track: Track) -> Track:
        """A track turned out to follow another face by now: return a new one for that; its own is lost."""
        new = self._start(track.detection, track.last)
        new.crowded, new.velocity = track.crowded, track.velocity
        self.lost.append(track)
        self.tracks.remove(track)
        track.last = track.sure
        return new

    def _join(self, found: Sequence[Detection], time: float) -> dict[int, Track]:
        joined: dict[int, Track] = {}
        for by, least in _CASCADE:
            left = [i for i in range(len(found)) if i not in joined]
            free = [track for track in self.tracks if track not in joined.values()]
            boxes = [_enlarged(found[i].box, by) for i in left]
            expected = [_enlarged(track.expected(time), by) for track in free]
            for row, column, overlap in _assigned(expected, boxes, least):
                hidden = free[row].last < self._before and time - free[row].last > _HIDDEN
                if hidden or overlap < _SURE:
                    free[row].doubt()
                free[row].follow(found[left[column]], time)
                joined[left[column]] = free[row]
        return joined

    def _start(self, detection: Detection, time: float) -> Track:
        track = Track(next(self._numbers), detection, time, time)
        self.tracks.append(track)
        return track

    def _lose(self, tracks: Sequence[Track], time: float) -> None:
        lost = [*self.lost, *tracks]
        self.gone = [track for track in lost if time - track.last > _PATIENCE + _AWAY]
        self.lost = [track for track in lost if track not in self.gone]
        self.tracks = [track for track in self.tracks if track not in tracks]


def _assigned(expected: Sequence[Box], boxes: Sequence[Box], least: float) -> list[tuple[int, int, float]]:
    """The pairs with the largest sum of overlaps, and these, without pairs that overlap less than `least`."""
    overlaps = np.array([[one.iou(other) for other in boxes] for one in expected])
    if overlaps.size == 0:
        return []
    from scipy.optimize import linear_sum_assignment  # takes a while: not before there is something to follow

    pairs = zip(*linear_sum_assignment(overlaps, maximize=True), strict=True)
    joined = ((int(row), int(column), float(overlaps[row, column])) for row, column in pairs)
    return [one for one in joined if one[2] >= least]


def _note_crossings(tracks: Sequence[Track]) -> None:
    boxes = [track.detection.box for track in tracks]
    for place, track in enumerate(tracks):
        others = (box for other, box in enumerate(boxes) if other != place)
        before, track.crowded = track.crowded, any(boxes[place].iou(box) >= _CROSSING for box in others)
        track.doubtful |= track.crowded
        if before and not track.crowded:
            track.doubt()


def _enlarged(box: Box, by: float) -> Box:
    x, y, w, h = box
    return Box(x - by * w, y - by * h, (1 + 2 * by) * w, (1 + 2 * by) * h)


def _middle(box: Box) -> npt.NDArray[np.float64]:
    return np.array([box.x + box.w / 2, box.y + box.h / 2])
