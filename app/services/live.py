"""Watching a source: who is in each frame."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from app.core.progress import CancelToken
from app.core.types import Box, Decision, Detection, Embedding, Face, State
from app.recognition.decision import name_once
from app.services.recogniser import Recogniser, reader_and_recogniser
from app.services.workspace import Workspace
from app.vision.newest import newest_frames
from app.vision.reader import FaceReader, face_at
from app.vision.sources import Frame, VideoSource
from app.vision.track import Track, Tracker

_VIEWS = 5
"""Views of a track that its probe is averaged from: the best ones so far."""
_REFRESH = 10
"""Frames after which a track is looked at again, even if its view got no better."""
_BETTER = 1.1
"""A view this many times as good as the worst kept is worth embedding."""
_MIN_EYES = 8.0
"""Pixels between the eyes below which a face is not embedded: it stays unknown."""


@dataclass(frozen=True, slots=True)
class LiveFace:
    """A face in a frame.

    Attributes:
        track: Number of the track, the same from frame to frame.
        box: Where, in pixels of the frame.
        name: Of the named person, or None.
        state: A name, unsure or unknown.
        similarity: Cosine similarity of the best candidate, or None.
        candidates: Names and similarities, best first.
    """

    track: int
    box: Box
    name: str | None
    state: State
    similarity: float | None
    candidates: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """A frame with its faces.

    Attributes:
        frame: The frame.
        faces: Who is in it, the largest first.
    """

    frame: Frame
    faces: list[LiveFace]


@dataclass(slots=True)
class _Sight:
    """What is known of one track: its best views, and what was decided from them."""

    views: list[tuple[float, Embedding]] = field(default_factory=list)
    decision: Decision = field(default_factory=lambda: Decision(State.UNKNOWN))
    looked: int = -_REFRESH

    def wants(self, quality: float, frame: int) -> bool:
        """Whether a view of that quality in that frame is worth embedding."""
        if len(self.views) < _VIEWS or frame - self.looked >= _REFRESH:
            return True
        return quality > _BETTER * min(weight for weight, _ in self.views)

    def take(self, quality: float, vector: Embedding, frame: int) -> Embedding:
        """Take in a view, and return the probe (D,): the kept views' mean, weighted by quality."""
        self.views.append((quality, vector))
        self.views.sort(key=lambda view: view[0], reverse=True)
        del self.views[_VIEWS:]
        self.looked = frame
        return self.probe()

    def probe(self) -> Embedding:
        """The kept views' mean (D,), weighted by quality."""
        mean = sum(weight * kept for weight, kept in self.views)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


class Watcher:
    """Names faces frame by frame, with what earlier frames showed of them."""

    def __init__(self, reader: FaceReader, known: Recogniser) -> None:
        self._reader = reader
        self._known = known
        self._tracker = Tracker()
        self._sights: dict[int, _Sight] = {}

    def look(self, frame: Frame) -> LiveFrame:
        """Find, follow and name the faces of a frame."""
        found = self._reader.find_fast(frame.image)
        tracks = self._tracker.update(found)
        alive = {track.number for track in self._tracker.tracks}
        self._sights = {number: sight for number, sight in self._sights.items() if number in alive}
        self._refresh(frame, tracks, found)
        decisions = name_once([self._sights[track.number].decision for track in tracks])
        return LiveFrame(frame, [self._said(*pair) for pair in zip(tracks, decisions, strict=True)])

    def know(self, known: Recogniser) -> None:
        """Take over who is enrolled now, under the same model: the faces in view are decided anew."""
        self._known = known
        seen = [sight for sight in self._sights.values() if sight.views]
        if seen:
            probes = np.stack([sight.probe() for sight in seen])
            for sight, decision in zip(seen, known.decide(probes), strict=True):
                sight.decision = decision

    def alive(self) -> set[int]:
        """Numbers of the tracks still followed."""
        return {track.number for track in self._tracker.tracks}

    def _refresh(self, frame: Frame, tracks: list[Track], found: list[Detection]) -> None:
        """Embed the faces that show something new, all at once, and decide again on them."""
        fresh: list[tuple[_Sight, Face]] = []
        for track, detection in zip(tracks, found, strict=True):
            sight = self._sights.setdefault(track.number, _Sight())
            face = face_at(frame.image, detection)
            if face and face.quality.eyes >= _MIN_EYES and sight.wants(face.quality.overall, frame.number):
                fresh.append((sight, face))
        if not fresh:
            return
        vectors = self._reader.embed([face for _, face in fresh])
        probes = [
            sight.take(face.quality.overall, vector, frame.number)
            for (sight, face), vector in zip(fresh, vectors, strict=True)
        ]
        for (sight, _), decision in zip(fresh, self._known.decide(np.stack(probes)), strict=True):
            sight.decision = decision

    def _said(self, track: Track, decision: Decision) -> LiveFace:
        return LiveFace(
            track.number,
            track.detection.box,
            None if decision.person is None else self._known.names[decision.person],
            decision.state,
            decision.similarity,
            tuple((self._known.name(one), one.similarity) for one in decision.candidates),
        )


def watch(
    workspace: Workspace, source: str, frames: int | None = None, cancel: CancelToken | None = None
) -> Iterator[LiveFrame]:
    """Name the faces of a camera, stream or video, frame by frame.

    Args:
        workspace: Who is known.
        source: A camera's number, an address or a video's path.
        frames: Stop after so many, or None for all.
        cancel: Polled at each frame.

    Raises:
        SourceError: The source cannot be opened, or broke.
        ModelError: The model cannot be used.
        Cancelled: The user asked to stop.
    """
    with VideoSource(source) as video:
        watcher = Watcher(*reader_and_recogniser(workspace))
        for frame in islice(newest_frames(video), frames):
            if cancel:
                cancel.check()
            yield watcher.look(frame)
