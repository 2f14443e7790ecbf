"""Live view: from the frames of a source to who is in each, the same for window and command line."""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from time import monotonic, perf_counter

from app.core.playing import Playback
from app.core.progress import CancelToken
from app.domain.face import Face
from app.domain.live import LiveFrame, StageTimes
from app.services.recognise.follower import Follower
from app.services.recognise.identities import Identities
from app.services.recognise.recogniser import reader_and_recogniser
from app.services.workspace import Workspace
from app.vision.newest import frames_of
from app.vision.sources import Frame
from app.vision.sources.watchdog import Tell


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
        reader, known = reader_and_recogniser(workspace)
        mirror = workspace.settings.mirror_live
        self._follower = Follower(reader, known.policy.thresholds, mirror=mirror)
        self._who = Identities(known)
        self._ends: deque[float] = deque()

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
        for frame in frames_of(source, cancel, playback=playback, tell=tell):
            if self._changed():
                self._renew()
            yield self.look(frame)

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face that is followed, best first; none if it is gone."""
        return next((one.views.best for one in self._follower.tracker.tracks if one.number == track), ())

    def look(self, frame: Frame) -> LiveFrame:
        """Find, follow and name the faces of a frame."""
        clock = _Stopwatch()
        found = self._follower.find(frame.image)
        detect = clock.lap()
        tracks = self._follower.follow(frame.image, found, frame.time)
        track = clock.lap()
        tracks, read = self._follower.read(frame.image, tracks)
        embed = clock.lap()
        everybody = self._follower.tracker.tracks
        self._who.hear(read, everybody)
        self._who.leave(self._follower.tracker.gone)
        faces = self._who.told(tracks, everybody)
        times = StageTimes(detect, track, embed, clock.lap())
        passers_by = self._who.passers_by
        return LiveFrame(frame.number, frame.time, frame.image, faces, times, self._fps(), passers_by)

    def _renew(self) -> None:
        """Decide anew on the faces that are followed; under another model, on what is seen from now on."""
        reader, known = reader_and_recogniser(self._workspace)
        mirror = self._workspace.settings.mirror_live
        self._follower.adopt(reader, known.policy.thresholds, mirror=mirror)
        self._who.adopt(known, self._follower.tracker.tracks)

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
