"""Live view: from the frames of a source to who is in each, the same for window and command line."""

from collections.abc import Callable, Generator, Sequence
from time import monotonic, perf_counter

from app.core.playing import Playback
from app.core.progress import CancelToken
from app.domain.access import What
from app.domain.face import Face
from app.domain.live import LiveFrame, StageTimes
from app.services.recognise.album import Album
from app.services.recognise.follower import Follower
from app.services.recognise.identities import Identities
from app.services.recognise.liveness import Liveness
from app.services.recognise.pace import Pace
from app.services.recognise.recogniser import reader_and_recogniser
from app.services.recognise.run import Run
from app.services.recognise.steady import steadily
from app.services.workspace import Workspace
from app.vision.newest import frames_of
from app.vision.sources import Frame
from app.vision.sources.watchdog import Tell
from app.vision.track import Track


class Pipeline:
    """What each frame goes through: faces are found and followed; those that show something new have their
    landmarks placed, are aligned and embedded, and it is decided who they are.

    One thread watches; any may ask for `views_of` a face.
    """

    def __init__(
        self, workspace: Workspace, changed: Callable[[], bool] = lambda: False, run: Run | None = None
    ) -> None:
        """Load the models and who is enrolled.

        Args:
            workspace: Who is known.
            changed: Asked before each frame: whether who is enrolled, the model, the detector or the settings
                may be others by now.
            run: With other sources that are watched at the same time, each by a pipeline of its own.

        Raises:
            ModelError: The model cannot be used.
        """
        self._workspace, self._changed = workspace, changed
        reader, known = reader_and_recogniser(workspace)
        self._enrolled = len(known.names)
        mirror, self._run = workspace.settings.mirror_live, run or Run()
        with self._run.turns.turn():
            self._follower = Follower(reader, known.policy.thresholds, self._run, mirror=mirror)
            self._who = Identities(known, self._run)
        self._liveness = Liveness(workspace.settings.liveness)
        self._album = Album()
        self._pace = Pace()

    def watch(
        self,
        source: str,
        cancel: CancelToken,
        *,
        playback: Playback | None = None,
        tell: Tell | None = None,
        steady: bool = False,
    ) -> Generator[LiveFrame]:
        """Name the faces of a camera, stream or video, frame by frame. The access log holds when it began and
        ended, and how many faces were compared and people named.

        Args:
            source: A camera's number or device, an address, or the path of a video or folder of pictures.
            cancel: Polled at each frame.
            playback: How a video or folder is played; without it every frame is looked at.
            tell: Hears that a camera or stream was lost and that it is back; without it a loss is an error.
            steady: Whether each frame comes at once, with faces carried from the last one looked at, rather
                than after it was looked at itself.

        Raises:
            SourceError: The source cannot be opened, or broke.
            ModelError: The model that is in use by now cannot be used.
            StorageError: The access log cannot be written.
            Cancelled: The user asked to stop.
        """
        self._workspace.note_access(What.WATCH, self._enrolled)
        try:
            frames = frames_of(source, cancel, playback=playback, tell=tell)
            yield from (
                steadily(frames, self.look, self._run.turns) if steady else map(self._look_in_turn, frames)
            )
        finally:
            self._workspace.note_access(What.WATCHED, self._who.compared)
            self._workspace.note_access(What.SEEN, len(self._who.seen))

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face that is or was followed, best first; none if it is long gone."""
        followed = self._track(track)
        return self._album.views_of(track) if followed is None else followed.views.best

    def deny(self, track: int, faces: frozenset[int] | None) -> None:
        """Note under which faces, too, it is stored whom a face that is followed is not; None: under none."""
        if (followed := self._track(track)) is not None:
            self._who.deny(followed, faces)

    def look(self, frame: Frame) -> LiveFrame:
        """Find, follow and name the faces of a frame, in a turn of the run if it has other sources.

        Raises:
            ModelError: The model that is in use by now cannot be used.
        """
        if self._changed():
            self._renew()
        began, clock = monotonic(), _Stopwatch()
        found = self._follower.find(frame.image)
        detect = clock.lap()
        tracks = self._follower.follow(frame.image, found, frame.time)
        track = clock.lap()
        tracks, read = self._follower.read(frame.image, tracks)
        embed = clock.lap()
        self._liveness.look(frame.image, tracks, frame.time)
        everybody = self._follower.tracker.tracks
        self._who.hear(read, everybody)
        self._who.leave(self._follower.tracker.gone)
        self._album.keep(self._follower.tracker.gone)
        faces = self._liveness.marked(self._who.told(tracks, everybody))
        times = StageTimes(detect, track, embed, clock.lap())
        self._pace.note(frame.number)
        return LiveFrame(
            frame.number,
            frame.time,
            frame.image,
            faces,
            times,
            self._pace.fps,
            self._who.passers_by,
            began if frame.came is None else frame.came,
            self._pace.rate,
            self._pace.dropped,
        )

    def _look_in_turn(self, frame: Frame) -> LiveFrame:
        with self._run.turns.turn():
            return self.look(frame)

    def _track(self, number: int) -> Track | None:
        tracker = self._follower.tracker
        every = (*tracker.tracks, *tracker.lost, *tracker.gone)
        return next((one for one in every if one.number == number), None)

    def _renew(self) -> None:
        """Decide anew on the faces that are followed; under another model, on what is seen from now on."""
        reader, known = reader_and_recogniser(self._workspace)
        mirror = self._workspace.settings.mirror_live
        self._liveness.mode = self._workspace.settings.liveness
        self._follower.adopt(reader, known.policy.thresholds, mirror=mirror)
        tracker = self._follower.tracker
        self._who.adopt(known, [*tracker.tracks, *tracker.lost])


class _Stopwatch:
    def __init__(self) -> None:
        self._last = perf_counter()

    def lap(self) -> float:
        """Milliseconds since the last lap."""
        began, self._last = self._last, perf_counter()
        return 1000 * (self._last - began)
