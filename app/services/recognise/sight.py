"""Watching with what a window needs beside the names: times of each stage, and views to enrol from."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from time import monotonic, perf_counter, sleep

from app.core.progress import CancelToken
from app.domain.arrays import Image
from app.domain.face import Detection, Face
from app.services.recognise.live import LiveFace, Watcher
from app.services.recognise.recogniser import Recogniser, recogniser
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
        self._reader = _Timed(workspace.reader())
        self._model = self._reader.inner.embedder.model_id
        self._watcher = self._watch(workspace, recogniser(workspace))

    def renew(self, workspace: Workspace) -> None:
        """Take over who is enrolled, the model and the detector of now.

        Raises:
            ModelError: The model cannot be used.
        """
        known = recogniser(workspace)
        self._reader.inner = workspace.reader()
        if known.model_id == self._model:
            self._watcher.know(known)
            self._watcher.mirror = workspace.settings.mirror_live
        else:  # other vectors: what was seen so far says nothing any more
            self._watcher, self._model = self._watch(workspace, known), known.model_id

    def _watch(self, workspace: Workspace, known: Recogniser) -> Watcher:
        return Watcher(self._reader, known, mirror=workspace.settings.mirror_live)

    def look(self, frame: Frame) -> Seen:
        """Find, follow and name the faces of a frame."""
        self._reader.times = {"detect": 0.0, "embed": 0.0}
        began = perf_counter()
        found = self._watcher.look(frame)
        whole = 1000 * (perf_counter() - began)
        times = self._reader.times
        self._keep_views()
        return Seen(frame.image, found.faces, times | {"decide": max(0.0, whole - sum(times.values()))})

    def views_of(self, track: int) -> list[Face]:
        """The best views of a face in view, best first; none if it is gone."""
        with self._lock:
            return list(self._views.get(track, ()))

    def _keep_views(self) -> None:
        with self._lock:
            for track, face in self._watcher.read.items():
                views = self._views.setdefault(track, [])
                views.append(face)
                views.sort(key=lambda view: view.quality.overall, reverse=True)
                del views[_VIEWS:]
            alive = self._watcher.alive()
            self._views = {track: views for track, views in self._views.items() if track in alive}


class _Timed:
    """A reader that notes how long it took.

    Attributes:
        times: Milliseconds spent finding and embedding.
    """

    def __init__(self, inner: FaceReader) -> None:
        self.times: dict[str, float] = {}
        self.inner = inner

    def find_fast(self, frame: Image) -> list[Detection]:
        """Find the faces of a frame."""
        with self._timed("detect"):
            return self.inner.find_fast(frame)

    def faces_at(self, image: Image, found: Sequence[Detection]) -> list[Face | None]:
        """Place the landmarks of faces, and cut them out."""
        with self._timed("embed"):
            return self.inner.faces_at(image, found)

    def read(self, faces: Sequence[Face], *, mirror: bool = True) -> list[Face]:
        """Return faces with what the model makes of them."""
        with self._timed("embed"):
            return self.inner.read(faces, mirror=mirror)

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
