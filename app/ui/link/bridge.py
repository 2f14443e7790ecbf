"""The engine as Qt sees it: requests with callbacks, events as signals, all on the window's thread."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, SignalInstance

from app.core.errors import BugError, Cancelled, EngineStoppedError, KithError
from app.core.text import quote, say
from app.domain.live import LiveFrame
from app.engine.client import Client
from app.engine.protocol import (
    Changed,
    EngineLost,
    EngineReady,
    EngineRestarted,
    Event,
    Guided,
    JobDone,
    JobStarted,
    LiveState,
    Progress,
    SettingsChanged,
    Training,
)
from app.engine.requests.base import Request

if TYPE_CHECKING:
    from app.engine.frames import SharedFrame

Answer = TypeVar("Answer")
Done = Callable[[Answer], object]
Failed = Callable[[KithError | Cancelled], object]


class Bridge(QObject):
    """The one door between the window's thread and the engine.

    Signals:
        ready: The engine came a stage further: "hello", "library" (the gallery answers), "vision".
        restarted: The engine died and a new one starts; the exit code of the dead one.
        lost: The engine is not started any more; the error to show.
        changed: Something was written; its `Changes`.
        settings: The engine works with these `Settings` from now on.
        job_started: A job's `JobStatus`.
        job_progress: A job's `Progress`.
        job_done: A job's `JobStatus`, with its outcome.
        live_state: `LiveState`.
        live_faces: `LiveFrame`; the frame is at `newest_frame`.
        guided: `Guided`: an enrolment has looked at a frame, which is at `newest_frame`.
        training: `Training`.
        failed: A request failed and nobody else takes the error.
    """

    ready = Signal(str)
    restarted = Signal(int)
    lost = Signal(object)
    changed = Signal(object)
    settings = Signal(object)
    job_started = Signal(object)
    job_progress = Signal(object)
    job_done = Signal(object)
    live_state = Signal(object)
    live_faces = Signal(object)
    guided = Signal(object)
    training = Signal(object)
    failed = Signal(object)

    _heard = Signal(object)
    _answered = Signal(object, object, object)

    def __init__(self, data_dir: Path, device: str = "auto") -> None:
        super().__init__()
        self.data_dir = data_dir
        self._open = True
        self._client = Client(data_dir, self._heard.emit, device)
        self._heard.connect(self._pass_on)
        # a refusal comes at once, and is told like any answer only when whoever asks knows the number
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._signals = self._by_kind()

    def start(self) -> None:
        """Start the engine, or start it anew after it was lost; not once `close` was called."""
        if self._open:
            self._client.start()

    def ask(
        self, request: Request[Answer], done: Done[Answer] | None = None, failed: Failed | None = None
    ) -> int:
        """Ask the engine for something.

        Args:
            request: What.
            done: Called with the answer, unless its widget is gone by then.
            failed: Called with the `KithError`, or with `Cancelled`; without it an error goes to `failed`
                and a cancelling to nobody, nor that the engine stopped: `restarted` says so.

        Returns:
            The request's number, which a job's events carry.
        """
        pending = self._client.request(request)
        pending.add_done_callback(lambda future: self._resolved(future, done, failed))
        return pending.id

    def newest_frame(self, tile: int = 0) -> "SharedFrame | None":
        """The newest frame of live view, or of enrolment; None if there is none newer than the last."""
        return self._client.newest_frame(tile)

    def close(self) -> None:
        """End the engine, within three seconds."""
        self._open = False
        self._client.close()

    def _resolved(self, future: Future[Answer], done: Done[Answer] | None, failed: Failed | None) -> None:
        """Carry an answer over to the window's thread. On whichever thread brought it."""
        if self._open:
            self._answered.emit(future, done, failed)

    def _answer(self, future: Future[Answer], done: Done[Answer] | None, failed: Failed | None) -> None:
        error = future.exception()
        if error is None:
            _call(done, future.result())
        elif failed is not None:
            _call(failed, _as_known(error))
        elif not isinstance(error, Cancelled | EngineStoppedError):
            self.failed.emit(_as_known(error))

    def _pass_on(self, event: Event) -> None:
        if not self._open:
            return
        signal, part = self._signals[type(event)]
        signal.emit(getattr(event, part) if part else event)

    def _by_kind(self) -> dict[type[Event], tuple[SignalInstance, str]]:
        """Each event's signal, and the part of the event that it carries, or "" for the whole."""
        return {
            EngineReady: (self.ready, "stage"),
            EngineRestarted: (self.restarted, "exit_code"),
            EngineLost: (self.lost, "error"),
            Changed: (self.changed, "changes"),
            SettingsChanged: (self.settings, "settings"),
            JobStarted: (self.job_started, "card"),
            JobDone: (self.job_done, "card"),
            Progress: (self.job_progress, ""),
            LiveState: (self.live_state, ""),
            LiveFrame: (self.live_faces, ""),
            Guided: (self.guided, ""),
            Training: (self.training, ""),
        }


def _call(then: Done[Answer] | None, value: Answer) -> None:
    """Call back, unless the widget that asked is gone."""
    if then is None or any(isinstance(one, QObject) and not shiboken6.isValid(one) for one in _held(then)):
        return
    then(value)


def _held(then: Done[Answer]) -> Iterator[object]:
    """What a callback needs: the object of a method, be it in a partial, or what a function closes over."""
    inner = getattr(then, "func", then)
    yield getattr(inner, "__self__", None)
    for cell in getattr(inner, "__closure__", None) or ():
        with suppress(ValueError):  # nothing was put into it
            yield cell.cell_contents


def _as_known(error: BaseException) -> KithError | Cancelled:
    if isinstance(error, KithError | Cancelled):
        return error
    return BugError(say("Kith made a mistake"), why=quote(str(error) or type(error).__name__))
