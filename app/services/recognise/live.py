"""Live view: from the frames of a source to who is in each, the same for window and command line."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from time import monotonic, perf_counter

import numpy as np

from app.core.playing import Playback
from app.core.progress import CancelToken
from app.domain.decision import Decision
from app.domain.face import Face
from app.domain.live import LiveFace, LiveFrame, StageTimes
from app.recognition.decision import name_once
from app.services.recognise.recogniser import reader_and_recogniser
from app.services.workspace import Workspace
from app.vision.newest import frames_of
from app.vision.sources import Frame
from app.vision.sources.watchdog import Tell
from app.vision.track import Track, Tracker

_LONGEST_GAP = 5.0
"""Seconds without a frame over which a face is followed: a lost source is usually back sooner."""


class Pipeline:
    """What each frame goes through: faces are found and followed; those that show something new have their
    landmarks placed, are aligned and embedded, and it is decided who they are.

    One thread watches; any may ask for `views_of` a face.
    """

    def __init__(self, workspace: Workspace, changed: Callable[[], bool] = lambda: False) -> None:
        """Load the models and who is enrolled.

        Args:
            workspace: Who is known.
            changed: Asked before each frame: whether who is enrolled, the model, the detector or the settings
                may be others by now.

        Raises:
            ModelError: The model cannot be used.
        """
        self._workspace, self._changed = workspace, changed
        self._tracker = Tracker()
        self._ends: deque[float] = deque()
        self._load()

    def watch(
        self, source: str, cancel: CancelToken, *, playback: Playback | None = None, tell: Tell | None = None
    ) -> Iterator[LiveFrame]:
        """Name the faces of a camera, stream or video, frame by frame.

        Args:
            source: A camera's number or device, an address, or the path of a video or folder of pictures.
            cancel: Polled at each frame.
            playback: How a video or folder is played; without it every frame is looked at.
            tell: Hears that a camera or stream was lost and that it is back; without it a loss is an error.

        Raises:
            SourceError: The source cannot be opened, or broke.
            ModelError: The model that is in use by now cannot be used.
            Cancelled: The user asked to stop.
        """
        before = 0.0
        for frame in frames_of(source, cancel, playback=playback, tell=tell):
            if abs(frame.time - before) > _LONGEST_GAP:
                self._tracker.tracks.clear()  # whoever is there now need not be who was there
            before = frame.time
            if self._changed():
                self._renew()
            yield self.look(frame)

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face that is followed, best first; none if it is gone."""
        return next((one.views.best for one in self._tracker.tracks if one.number == track), ())

    def look(self, frame: Frame) -> LiveFrame:
        """Find, follow and name the faces of a frame."""
        clock = _Stopwatch()
        found = self._reader.find_fast(frame.image)
        detect = clock.lap()
        tracks = self._tracker.update(found)
        track = clock.lap()
        read = self._read(frame, tracks)
        embed = clock.lap()
        self._decide(read)
        decisions = name_once([one.decision for one in tracks])
        faces = tuple(self._told(*pair) for pair in zip(tracks, decisions, strict=True))
        times = StageTimes(detect, track, embed, clock.lap())
        return LiveFrame(frame.number, frame.time, frame.image, faces, times, self._fps())

    def _load(self) -> None:
        self._reader, self._recogniser = reader_and_recogniser(self._workspace)
        self._mirror = self._workspace.settings.mirror_live

    def _renew(self) -> None:
        """Decide anew on the faces that are followed; under another model, on what is seen from now on."""
        before = self._recogniser.model_id
        self._load()
        if self._recogniser.model_id != before:
            for track in self._tracker.tracks:
                track.forget()
        self._decide(self._tracker.tracks)

    def _read(self, frame: Frame, tracks: Sequence[Track]) -> list[Track]:
        """Embed the faces that show something new, all at once; return whose they are."""
        wanted = [track for track in tracks if track.views.wants(track.detection.box, frame.number)]
        for track in wanted:
            track.views.look(track.detection.box, frame.number)
        cut = self._reader.faces_at(frame.image, [track.detection for track in wanted])
        fresh = {track: face for track, face in zip(wanted, cut, strict=True) if face is not None}
        read = self._reader.read(list(fresh.values()), mirror=self._mirror)
        for track, face in zip(fresh, read, strict=True):
            track.views.take(face)
        return list(fresh)

    def _decide(self, tracks: Sequence[Track]) -> None:
        """Decide on faces from the views kept of each."""
        probes = {track: probe for track in tracks if (probe := track.views.probe()) is not None}
        if probes:
            decisions = self._recogniser.decide_views(np.stack(list(probes.values())))
            for track, decision in zip(probes, decisions, strict=True):
                track.decision = decision

    def _told(self, track: Track, decision: Decision) -> LiveFace:
        return LiveFace(
            track.number,
            track.detection.box,
            decision.state,
            None if decision.person is None else self._recogniser.names[decision.person],
            decision.similarity,
            tuple((self._recogniser.name(one), one.similarity) for one in decision.candidates),
            recognisable=bool(track.views.readable) or track.views.looked is None,
            person=decision.person,
        )

    def _fps(self) -> float:
        """Frames looked at in the last second."""
        now = monotonic()
        self._ends.append(now)
        while now - self._ends[0] > 1:
            self._ends.popleft()
        passed = now - self._ends[0]
        return (len(self._ends) - 1) / passed if passed > 0 else 0.0


class _Stopwatch:
    def __init__(self) -> None:
        self._last = perf_counter()

    def lap(self) -> float:
        """Milliseconds since the last lap."""
        began, self._last = self._last, perf_counter()
        return 1000 * (self._last - began)
