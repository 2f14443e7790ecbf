"""Watching a source: who is in each frame."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Protocol

import numpy as np

from app.core.progress import CancelToken
from app.domain.arrays import Embedding, Image
from app.domain.box import Box
from app.domain.decision import Decision, State
from app.domain.face import Detection, Face
from app.recognition.decision import name_once
from app.services.recognise.recogniser import Recogniser, reader_and_recogniser
from app.services.workspace import Workspace
from app.vision.newest import newest_frames
from app.vision.sources import Frame, VideoSource
from app.vision.track import Track, Tracker

_VIEWS = 5
"""Views of a track that its probe is averaged from: the best ones so far."""
_REFRESH = 10
"""Frames after which a track is looked at again, even if its view got no better."""
_BETTER = 1.25
"""A face seen this many times as large as when it was last looked at is worth a look."""
_MIN_EYES = 8.0
"""Pixels between the eyes below which a face is not embedded: it stays unknown."""
_EYES_OF_WIDTH = 0.45
"""Distance between the eyes over the width of YuNet's box, roughly."""


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
        recognisable: Whether enough of it was ever seen to say who it is.
    """

    track: int
    box: Box
    name: str | None
    state: State
    similarity: float | None
    candidates: tuple[tuple[str, float], ...] = ()
    recognisable: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class LiveFrame:
    """A frame with its faces.

    Attributes:
        frame: The frame.
        faces: Who is in it, the largest first.
    """

    frame: Frame
    faces: list[LiveFace]


class LiveReader(Protocol):
    """What live view asks of a reader."""

    def find_fast(self, frame: Image) -> list[Detection]:
        """Find the faces of a frame."""
        ...

    def faces_at(self, image: Image, found: Sequence[Detection]) -> list[Face | None]:
        """Place the landmarks of faces and cut them out; None for what makes no face."""
        ...

    def read(self, faces: Sequence[Face], *, mirror: bool = True) -> list[Face]:
        """Return faces with what the model makes of them."""
        ...


@dataclass(slots=True)
class _Sight:
    """What is known of one track: its best views, and what was decided from them."""

    views: list[tuple[float, Embedding]] = field(default_factory=list)
    decision: Decision = field(default_factory=lambda: Decision(State.UNKNOWN))
    looked: int = -_REFRESH
    size: float = 0.0

    def wants(self, found: Detection, frame: int) -> bool:
        """Whether a face, as it was found in that frame, is worth placing, cutting out and embedding."""
        if found.box.w * _EYES_OF_WIDTH < _MIN_EYES:
            return False
        due = len(self.views) < _VIEWS or frame - self.looked >= _REFRESH
        return due or found.box.w > _BETTER * self.size

    def take(self, face: Face) -> None:
        """Take in a view; one in which the face cannot be recognised is not kept."""
        if face.reading is not None and face.reading.recognisable:
            self.views.append((face.quality.overall, face.reading.vector))
            self.views.sort(key=lambda view: view[0], reverse=True)
            del self.views[_VIEWS:]

    def probe(self) -> Embedding:
        """The kept views' mean (D,), weighted by quality."""
        mean = sum(weight * kept for weight, kept in self.views)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)


class Watcher:
    """Names faces frame by frame, with what earlier frames showed of them.

    Attributes:
        mirror: Whether each face is averaged with its mirror image.
        read: The faces that were read in the last frame, by track.
    """

    def __init__(self, reader: LiveReader, known: Recogniser, *, mirror: bool = False) -> None:
        self._reader = reader
        self._known = known
        self.mirror = mirror
        self._tracker = Tracker()
        self._sights: dict[int, _Sight] = {}
        self.read: dict[int, Face] = {}

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
            self._decide(seen)

    def alive(self) -> set[int]:
        """Numbers of the tracks still followed."""
        return {track.number for track in self._tracker.tracks}

    def _refresh(self, frame: Frame, tracks: list[Track], found: list[Detection]) -> None:
        """Embed the faces that show something new, all at once, and decide again on them."""
        wanted: dict[int, Detection] = {}
        for track, detection in zip(tracks, found, strict=True):
            sight = self._sights.setdefault(track.number, _Sight())
            if sight.wants(detection, frame.number):
                sight.looked, sight.size = frame.number, detection.box.w
                wanted[track.number] = detection
        cut = self._reader.faces_at(frame.image, list(wanted.values()))
        fresh = {number: face for number, face in zip(wanted, cut, strict=True) if face is not None}
        read = self._reader.read(list(fresh.values()), mirror=self.mirror)
        self.read = dict(zip(fresh, read, strict=True))
        for number, face in self.read.items():
            self._sights[number].take(face)
        self._decide([self._sights[number] for number in fresh if self._sights[number].views])

    def _decide(self, sights: list[_Sight]) -> None:
        """Decide on tracks from the views kept of each."""
        if sights:
            probes = np.stack([sight.probe() for sight in sights])
            for sight, decision in zip(sights, self._known.decide_views(probes), strict=True):
                sight.decision = decision

    def _said(self, track: Track, decision: Decision) -> LiveFace:
        sight = self._sights[track.number]
        return LiveFace(
            track.number,
            track.detection.box,
            None if decision.person is None else self._known.names[decision.person],
            decision.state,
            decision.similarity,
            tuple((self._known.name(one), one.similarity) for one in decision.candidates),
            recognisable=bool(sight.views) or sight.looked < 0,
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
        watcher = Watcher(*reader_and_recogniser(workspace), mirror=workspace.settings.mirror_live)
        for frame in islice(newest_frames(video), frames):
            if cancel:
                cancel.check()
            yield watcher.look(frame)
