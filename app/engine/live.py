"""Live view: cameras to faces to names, each on a thread of its own."""

from collections.abc import Callable, Sequence
from contextlib import closing
from threading import Lock, Thread
from typing import TYPE_CHECKING

from app.core.errors import KithError, KnownError
from app.core.log import Log, source
from app.core.playing import Playback, Playing
from app.core.progress import CancelToken
from app.core.text import Text
from app.domain.arrays import Image
from app.domain.changes import Changes
from app.domain.face import Face
from app.domain.source import Lost, device_of
from app.engine.context import EngineContext
from app.engine.loading import load_models_code, source_ready
from app.engine.memory import give_back
from app.engine.protocol import LiveStage, LiveState

if TYPE_CHECKING:
    from app.services.recognise.live import Pipeline
    from app.services.recognise.run import Run
    from app.services.workspace import Workspace

_log = Log(__name__)

_SWITCH_SECONDS = 5.0
"""How long a new source waits for the one before to let go of the camera."""


class LiveView:
    """The sources being watched, one in a tile. Any thread may start and stop them."""

    def __init__(self, engine: EngineContext, failed: Callable[[Text, KnownError], None]) -> None:
        """Watch nothing yet.

        Args:
            engine: To send events.
            failed: Hears of what failed beside watching, from any thread.
        """
        self._engine, self._failed = engine, failed
        self._lock = Lock()
        self._tiles: dict[int, _Watching] = {}
        self._company = _Company()

    def start(self, source: str, tile: int = 0) -> None:
        """Watch a source, in place of the one before; where others are watched, too, it joins their run."""
        with self._lock:
            self._stop(tile)
            if not any(one.on for one in self._tiles.values()):
                self._tiles, self._company = {}, _Company()
            self._tiles[tile] = _Watching(self._engine, source, tile, self._company, self._failed)
            self._tiles[tile].thread.start()

    def stop(self, tile: int | None = None) -> None:
        """Stop watching, in one tile or in all; a camera is let go of soon after."""
        with self._lock:
            for one in [*self._tiles] if tile is None else [tile]:
                self._stop(one)

    def play(self, how: Playing, at: float | None, tile: int = 0) -> None:
        """Play a recording otherwise, and from another place, in seconds, if one is given."""
        with self._lock:
            if tile in self._tiles:
                self._tiles[tile].playback.change(how, at)

    def notice(self, changes: Changes | None) -> None:
        """Let names be decided anew where a change concerns them; None stands for new settings."""
        with self._lock:
            for one in self._tiles.values():
                one.notice(changes)

    def views_of(self, track: int) -> Sequence[Face]:
        """The best views of a face that is or was in view; none if it is long gone."""
        with self._lock:
            return next(filter(None, (one.views_of(track) for one in self._tiles.values())), ())

    def enrolled_from(self, track: int) -> frozenset[int]:
        """Faces enrolled from a face in view, so that a wrong name can be taken off them again."""
        with self._lock:
            return self._company.enrolled.get(track, frozenset())

    def note_enrolled(self, track: int, faces: frozenset[int]) -> None:
        """Remember which faces were enrolled from a face in view."""
        with self._lock:
            self._company.enrolled[track] = faces
            for one in self._tiles.values():
                one.deny(track, None)

    def note_denied(self, track: int, faces: frozenset[int]) -> None:
        """Remember under which faces it is stored whom a face in view is not."""
        with self._lock:
            self._company.enrolled.pop(track, None)
            for one in self._tiles.values():
                one.deny(track, faces)

    def threads(self) -> list[Thread]:
        """Those that may hold a camera."""
        with self._lock:
            return [one.thread for one in self._tiles.values() if one.begun]

    def _stop(self, tile: int) -> None:
        if tile in self._tiles:
            self._tiles[tile].cancel.cancel()


class _Company:
    """What is true of all sources that are watched together.

    Attributes:
        enrolled: Faces enrolled from what is in view, by track.
    """

    def __init__(self) -> None:
        self.enrolled: dict[int, frozenset[int]] = {}
        self._lock = Lock()
        self._run: Run | None = None

    def run(self) -> "Run":
        """What their pipelines share, once the code for it is loaded."""
        from app.services.recognise.run import Run

        with self._lock:
            self._run = self._run or Run()
            return self._run


class _Watching:
    """One source being watched.

    Attributes:
        cancel: Set to stop.
        thread: Which does it.
        playback: How the source is played, if it is a recording.
    """

    def __init__(
        self,
        engine: EngineContext,
        source: str,
        tile: int,
        company: _Company,
        failed: Callable[[Text, KnownError], None],
    ) -> None:
        self._failed = failed
        self.cancel = CancelToken()
        self.playback = Playback()
        self.thread = Thread(target=self._live, name=f"live {tile}", daemon=True)
        self._engine, self._source, self._tile, self._company = engine, source, tile, company
        self._pipeline: Pipeline | None = None
        self._stale = False

    def notice(self, changes: Changes | None) -> None:
        """Read anew who is known, before the next frame, if it may be different."""
        if changes is None or changes.models or changes.people:
            self._stale = True

    @property
    def on(self) -> bool:
        """Whether it goes on."""
        return self.thread.is_alive() and not self.cancel

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
        self._say("starting")
        reply = self._engine.answer(0, self._hold_and_watch)
        error = getattr(reply, "error", None)
        if isinstance(error, KithError) and not self.cancel:
            _log.warning("source lost", source=source(self._source), error=error)
            self._say("failed", error)
        else:
            _log.info("source closed", source=source(self._source))
            self._say("ended")

    def _hold_and_watch(self) -> None:
        with source_ready(self._source):
            load_models_code()
            self._hold()

    def _hold(self) -> None:
        """Watch, once whoever uses the screen has let go of it."""
        with self._engine.screens[self._tile].held(_SWITCH_SECONDS):
            self.cancel.check()  # while it waited: the next in line is not to wait for nothing
            workspace = self._engine.workspace()
            try:
                self._watch(workspace)
            finally:
                workspace.close()
                give_back()

    def _watch(self, workspace: "Workspace") -> None:
        from app.services.presence.listener import Listener
        from app.services.recognise.live import Pipeline

        self._pipeline = Pipeline(workspace, lambda: self._refreshed(workspace), self._company.run())
        frames = self._pipeline.watch(
            self._source, self.cancel, playback=self.playback, tell=self._tell, steady=True
        )
        screen = self._engine.screens[self._tile]
        listener = Listener(workspace, device_of(self._source), failed=self._failed)
        with closing(frames), listener as presence:
            for place, frame in enumerate(frames):
                assert frame.image is not None  # noqa: S101 - it is fresh from its source
                if place == 0:
                    _log.info("source opened", source=source(self._source))
                    self._begin(frame.image)
                self._engine.send(frame.shown_as(*screen.show(frame.image), self._tile))
                presence.hear(frame)

    def _tell(self, lost: Lost | None) -> None:
        """Say that the source was lost, or is back."""
        if lost is None:
            _log.info("source back", source=source(self._source))
            self._say("running")
        else:
            _log.warning("source lost", source=source(self._source), error=lost.error)
            self._say("lost", lost.error)

    def _begin(self, first: Image) -> None:
        height, width = first.shape[:2]
        seconds = self.playback.seconds
        self._engine.send(LiveState("running", self._source, None, seconds, self._tile, (width, height)))

    def _say(self, state: LiveStage, error: KithError | None = None) -> None:
        self._engine.send(LiveState(state, self._source, error, tile=self._tile))

    def _refreshed(self, workspace: "Workspace") -> bool:
        """Whether something was noticed since it was asked last; if so, the settings of now are adopted."""
        if not self._stale:
            return False
        self._stale = False  # before anything is read: what is noticed from here on is for the next frame
        self._engine.workspace(workspace)
        return True
