"""Watching with what a window needs beside the names: times of each stage, and views to enrol from."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic, perf_counter, sleep

from app.core.progress import CancelToken
from app.core.types import Detection, Embedding, Face, Image
from app.services.live import LiveFace, Watcher
from app.services.recogniser import recogniser
from app.services.workspace import Workspace
from app.vision.newest import newest_frames
from app.vision.reader import FaceReader
from app.vision.sources import Frame, VideoSource

_VIEWS = 5
"""Views of a face kept to enrol from: the best so far."""
_LATE = 0.1
"""Seconds behind a video's own time from which on frames are passed over."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A frame looked at.

    Attributes:
        image: It, RGB (H, W, 3).
        faces: Who is in it, the largest first.
        stages: Milliseconds by stage: "detect", "embed", "decide".
    """

    image: Image
    faces: Sequence[LiveFace]
    stages: Mapping[str, float]


class Sight:
    """Names the faces of frames, and keeps the best views of each. One thread looks, any may ask."""

    def __init__(self, workspace: Workspace) -> None:
        """Load the models and who is enrolled.

        Raises:
            ModelError: The model cannot be used.
        """
        self._lock = Lock()
        self._views: dict[int, list[Face]] = {}
        self._reader = _TimedReader(workspace.reader())
        self._watcher = Watcher(self._reader, recogniser(workspace))
        self._model = self._reader.embedder.model_id

    def renew(self, workspace: Workspace) -> None:
        """Take over who is enrolled, the model and the detector of now.

        Raises:
            ModelError: The model cannot be used.
        """
        known = recogniser(workspace)
        self._reader.become(workspace.reader())
        if known.model_id == self._model:
            self._watcher.know(known)
        else:  # other vectors: what was seen so far says nothing any more
            self._watcher, self._model = Watcher(self._reader, known), known.model_id

    def look(self, frame: Frame) -> Seen:
        """Find, follow and name the faces of a frame."""
        self._reader.times = {"detect": 0.0, "embed": 0.0}
        self._reader.embedded = []
        began = perf_counter()
        found = self._watcher.look(frame)
        whole = 1000 * (perf_counter() - began)
        times = self._reader.times
        self._keep_views(found.faces)
        return Seen(frame.image, found.faces, times | {"decide": max(0.0, whole - sum(times.values()))})

    def views_of(self, track: int) -> list[Face]:
        """The best views of a face in view, best first; none if it is gone."""
        with self._lock:
            return list(self._views.get(track, ()))

    def _keep_views(self, faces: Sequence[LiveFace]) -> None:
        tracks = {face.box: face.track for face in faces}
        with self._lock:
            for face in self._reader.embedded:
                views = self._views.setdefault(tracks[face.box], [])
                views.append(face)
                views.sort(key=lambda view: view.quality.overall, reverse=True)
                del views[_VIEWS:]
            alive = self._watcher.alive()
            self._views = {track: views for track, views in self._views.items() if track in alive}


class _TimedReader(FaceReader):
    """A reader that notes how long it took, and what it embedded.

    Attributes:
        times: Milliseconds spent finding and embedding.
        embedded: Faces embedded.
    """

    def __init__(self, inner: FaceReader) -> None:
        self.times: dict[str, float] = {}
        self.embedded: list[Face] = []
        self.become(inner)

    def become(self, inner: FaceReader) -> None:
        """Read with another reader from now on."""
        self._inner = inner
        self.embedder = inner.embedder

    def find_fast(self, frame: Image) -> list[Detection]:
        """Find the faces of a frame."""
        with self._timed("detect"):
            return self._inner.find_fast(frame)

    def embed(self, faces: Sequence[Face]) -> Embedding:
        """Embed faces as unit-length float32 (N, D)."""
        self.embedded += faces
        with self._timed("embed"):
            return self._inner.embed(faces)

    @contextmanager
    def _timed(self, stage: str) -> Iterator[None]:
        began = perf_counter()
        yield
        self.times[stage] = self.times.get(stage, 0.0) + 1000 * (perf_counter() - began)


def frames_in_time(source: str, cancel: CancelToken) -> Iterator[Frame]:
    """Iterate over a source as time passes: a file is played at its own pace, and late frames passed over.

    Raises:
        SourceError: It cannot be opened, or broke.
        Cancelled: The user asked to stop.
    """
    with VideoSource(source) as video:
        began = monotonic()
        for frame in newest_frames(video):
            cancel.check()
            if not video.live:
                ahead = frame.time - (monotonic() - began)
                if ahead < -_LATE:
                    continue
                _wait(ahead, cancel)
            yield frame


def _wait(seconds: float, cancel: CancelToken) -> None:
    """Sleep, but not past a cancelling by more than a moment."""
    until = monotonic() + seconds
    while (left := until - monotonic()) > 0:
        cancel.check()
        sleep(min(left, 0.05))
