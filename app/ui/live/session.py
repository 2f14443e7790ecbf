"""Live view as the window sees it: what was asked for, how it goes, and going on after the engine died."""

from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.core.playing import Playing
from app.domain.live import LiveFrame
from app.engine.protocol import LiveState
from app.engine.requests.live import PlayLive, StartLive, StopLive
from app.ui.link.bridge import Bridge
from app.ui.widgets.source import is_recording

Stage = Literal["idle", "starting", "running", "lost", "ended", "failed"]


class LiveSession(QObject):
    """Starts and stops live view of a source.

    Attributes:
        stage: How it goes: "idle" is stopped or never started, "lost" a camera that gives no pictures and is
            tried again, "ended" a video that is over.
        source: What is watched, or was last.
        error: Why it failed or was lost, while the stage is "failed" or "lost".
        seconds: How long the recording lasts that is played; 0 of what is live.
        how: How recordings are played.
        size: Width and height of the pictures that came first; zeros before.

    Signals:
        changed: Another stage.
        faces: `LiveFrame` of the source that is watched now.
    """

    changed = Signal()
    faces = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject, tile: int = 0) -> None:
        super().__init__(parent)
        self._bridge, self._tile = bridge, tile
        self.stage: Stage = "idle"
        self.source = ""
        self.error: KithError | None = None
        self.seconds = 0.0
        self.how = Playing()
        self.size = (0, 0)
        self._wanted = False
        self._resume = self._away = False
        self._runs = 0  # asked for and not yet over: a run that was replaced still tells of its end
        bridge.live_state.connect(self._hear)
        bridge.live_faces.connect(self._pass_on)
        bridge.restarted.connect(self._start_again)
        bridge.lost.connect(self._give_up)
        bridge.ready.connect(self._engine_ready)

    @property
    def on(self) -> bool:
        """Whether something is being watched, or about to be."""
        return self._wanted

    def start(self, source: str) -> None:
        """Watch a source, in place of the one before."""
        self.source = source
        self._wanted, self._resume, self.size = True, False, (0, 0)
        self._runs += 1
        self._bridge.ask(StartLive(source, self._tile), None, self._refused)
        self.play(replace(self.how, paused=False))
        self._become("starting")

    def play(self, how: Playing, at: float | None = None) -> None:
        """Play recordings like this, and the one that is watched from a place, if one is given."""
        self.how = how
        if self._wanted:
            self._bridge.ask(PlayLive(how, at, self._tile), None, self._ignore)

    def stop(self) -> None:
        """Stop watching."""
        self._resume = False
        if self._wanted:
            self._wanted = False
            self._bridge.ask(StopLive(self._tile), None, self._ignore)
        self._become("idle")

    def leave(self, *, goes_on: bool = False) -> None:
        """Nobody looks any more: let go of the camera, unless it is to go on."""
        self._away = True
        if goes_on:
            return
        resume = self._wanted
        if resume:
            self.stop()
        self._resume = resume

    def come_back(self) -> None:
        """Go on if it was running when the page was left, or another page took the camera meanwhile."""
        self._away = False
        if self._resume:
            self.start(self.source)

    def _become(self, stage: Stage, error: KithError | None = None) -> None:
        self.stage, self.error = stage, error
        self.changed.emit()

    def _hear(self, event: LiveState) -> None:
        if event.tile != self._tile:
            return
        if event.state in ("ended", "failed"):
            self._runs = max(0, self._runs - 1)
        if not self._wanted or event.source != self.source:
            return
        if event.state == "running":
            self.seconds, self.size = event.seconds, max(event.size, self.size)
            self._become("running")
        elif event.state == "lost":
            self._become("lost", event.error)
        elif event.state == "failed":
            self._wanted = False
            self._become("failed", event.error)
        elif event.state == "ended" and self._runs == 0:
            self._wanted = False
            self._resume = self._away and not is_recording(self.source)
            self._become("idle" if self._resume else "ended")

    def _pass_on(self, seen: LiveFrame) -> None:
        if self.stage == "running" and seen.tile == self._tile:
            self.faces.emit(seen)

    def _refused(self, error: KithError | Cancelled) -> None:
        """The engine died before it answered, or is not there: it is started again, or the error stays."""
        self._runs = max(0, self._runs - 1)
        if self._wanted and isinstance(error, KithError):
            self._become("failed", error)

    def _ignore(self, _: object) -> None:
        """An engine that is gone watches nothing."""

    def _start_again(self, _: int) -> None:
        self._runs = 0
        if self._wanted:
            self.start(self.source)

    def _give_up(self, error: KithError) -> None:
        """The engine is not started any more: say so, and go on once the user has it started."""
        self._runs = 0
        if self._wanted:
            self._become("failed", error)

    def _engine_ready(self, stage: str) -> None:
        if stage == "hello" and self._wanted and self.stage == "failed":
            self.start(self.source)
