"""Live view: camera to faces to names, on a thread of its own."""

from collections.abc import Callable, Sequence
from threading import Lock, Thread
from typing import TYPE_CHECKING

from app.core.errors import KithError, KnownError
from app.core.log import Log, source
from app.core.playing import Playback, Playing
from app.core.progress import CancelToken
from app.core.text import Text
from app.domain.changes import Changes
from app.domain.face import Face
from app.domain.source import Lost, device_of
from app.engine.context import EngineContext
from app.engine.loading import load_models_code
from app.engine.protocol import LiveState
from app.engine.replies import answer

if TYPE_CHECKING:
    from app.services.recognise.live import Pipeline
    from app.services.workspace import Workspace

_log = Log(__name__)

_SWITCH_SECONDS = 5.0
"""How long a new source waits for the one before to let go of the camera."""


class LiveView:
    """At most one source being watched. Any thread may start and stop it."""

    def __init__(self, engine: EngineContext, failed: Callable[[Text, KnownError], None]) -> None:
        """Watch nothing yet.

        Args:
            engine: To send events.
            failed: Hears of what failed beside watching, from any thread.
        """
        self._engine, self._failed = engine, failed
        self._lock = Lock()
        self._run: _Run | None = None

    def start(self, source: str) -> None:
        """Watch a source, in place of the one before."""
        with self._lock:
            self._stop()
            self._run = _Run(self._engine, source, self._failed)
            self._run.thread.start()

    def stop(self) -> None:
        """Stop watching; the camera is let go of soon after."""
        with self._lock:
            self._stop()

    def play(self, how: Playing, at: float | None) -> None:
        """Play a recording otherwise, and from another place, in seconds, if one is given."""
        with self._lock:
            if self._run is not None:
                self._run.playback.change(how, at)

    def notice(self, changes: Changes | None) -> None:
        """Let names be decided anew where a change concerns them; None stands for new settings."""
        with self._lock:
            if self._run is not None:
                self._run.notice(changes)

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face that is or was in view; none if it is long gone."""
        with self._lock:
            return self._run.views_of(track) if self._run else ()

    def enrolled_from(self, track: int) -> frozenset[int]:
        """Faces enrolled from a face in view, so that a wrong name can be taken off them again."""
        with self._lock:
            return self._run.enrolled.get(track, frozenset()) if self._run else frozenset()

    def note_enrolled(self, track: int, faces: frozenset[int]) -> None:
        """Remember which faces were enrolled from a face in view."""
        with self._lock:
            if self._run is not None:
                self._run.enrolled[track] = faces
                self._run.deny(track, None)

    def note_denied(self, track: int, faces: frozenset[int]) -> None:
        """Remember under which faces it is stored whom a face in view is not."""
        with self._lock:
            if self._run is not None:
                self._run.enrolled.pop(track, None)
                self._run.deny(track, faces)

    def threads(self) -> list[Thread]:
        """The one that may hold a camera, if any."""
        with self._lock:
            return [self._run.thread] if self._run and self._run.begun else []

    def _stop(self) -> None:
        if self._run is not None:
            self._run.cancel.cancel()


class _Run:
    """One source being watched.

    Attributes:
        cancel: Set to stop.
        thread: Which does it.
        enrolled: Faces enrolled from what is in view, by track.
        playback: How the source is played, if it is a recording.
    """

    def __init__(
        self, engine: EngineContext, source: str, failed: Callable[[Text, KnownError], None]
    ) -> None:
        self._failed = failed
        self.cancel = CancelToken()
        self.playback = Playback()
        self.thread = Thread(target=self._live, name="live", daemon=True)
        self._engine, self._source = engine, source
        self._pipeline: Pipeline | None = None
        self._stale = False
        self.enrolled: dict[int, frozenset[int]] = {}

    def notice(self, changes: Changes | None) -> None:
        """Read anew who is known, before the next frame, if it may be different."""
        if changes is None or changes.models or changes.people:
            self._stale = True

    @property
    def begun(self) -> bool:
        """Whether it is past loading code and models."""
        return self._pipeline is not None

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face that is or was in view."""
        return self._pipeline.views_of(track) if self._pipeline else ()

    def deny(self, track: int, faces: frozenset[int] | None) -> None:
        """Note under which faces, too, it is stored whom a face is not; None: under none. Decide anew."""
        if self._pipeline is not None:
            self._pipeline.deny(track, faces)
        self._stale = True

    def _live(self) -> None:
        self._engine.send(LiveState("starting", self._source))
        reply = answer(0, self._hold_and_watch)
        error = getattr(reply, "error", None)
        if isinstance(error, KithError) and not self.cancel:
            _log.warning("source lost", source=source(self._source), error=error)
            self._engine.send(LiveState("failed", self._source, error))
        else:
            _log.info("source closed", source=source(self._source))
            self._engine.send(LiveState("ended", self._source))

    def _hold_and_watch(self) -> None:
        load_models_code()
        with self._engine.screen.held(_SWITCH_SECONDS):
            self.cancel.check()  # while it waited: the next in line is not to wait for nothing
            workspace = self._engine.workspace()
            try:
                self._watch(workspace)
            finally:
                workspace.close()

    def _watch(self, workspace: "Workspace") -> None:
        from app.services.presence.listener import Listener
        from app.services.recognise.live import Pipeline

        self._pipeline = Pipeline(workspace, lambda: self._refreshed(workspace))
        frames = self._pipeline.watch(
            self._source, self.cancel, playback=self.playback, tell=self._tell, steady=True
        )
        with Listener(workspace, device_of(self._source), failed=self._failed) as presence:
            for place, frame in enumerate(frames):
                if place == 0:
                    _log.info("source opened", source=source(self._source))
                    self._engine.send(LiveState("running", self._source, seconds=self.playback.seconds))
                assert frame.image is not None  # noqa: S101 - it is fresh from its source
                self._engine.send(frame.shown_as(*self._engine.screen.show(frame.image)))
                presence.hear(frame)

    def _tell(self, lost: Lost | None) -> None:
        """Say that the source was lost, or is back."""
        if lost is None:
            _log.info("source back", source=source(self._source))
            self._engine.send(LiveState("running", self._source))
        else:
            _log.warning("source lost", source=source(self._source), error=lost.error)
            self._engine.send(LiveState("lost", self._source, lost.error))

    def _refreshed(self, workspace: "Workspace") -> bool:
        """Whether something was noticed since it was asked last; if so, the settings of now are adopted."""
        if not self._stale:
            return False
        self._stale = False  # before anything is read: what is noticed from here on is for the next frame
        self._engine.workspace(workspace)
        return True
