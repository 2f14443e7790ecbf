"""What the parts of the engine share, and what one request is worked on with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event, Lock
from time import monotonic
from typing import TYPE_CHECKING

from app.core.progress import CancelToken
from app.core.progress import Progress as Step
from app.core.settings import Settings
from app.domain.changes import Changes, Writer
from app.engine.protocol import Changed, Failed, Progress, Reply, Result
from app.engine.protocol import Event as Message
from app.engine.replies import answer, bug
from app.engine.requests.base import Request
from app.engine.screen import Screen

if TYPE_CHECKING:
    from app.services.workspace import Workspace


class EngineContext:
    """The line to the window, and the data folder: what lanes, jobs and live view need of the engine.

    Attributes:
        screens: Where frames are shown, by tile.
        settings: Those of now, or None before the gallery was opened.
        listeners: Told of every change that is broadcast, on the thread that made it.
        ending: Set when the engine is about to be gone.
    """

    def __init__(self, pipe: Connection, data_dir: Path, device: str, screens: Sequence[Screen]) -> None:
        self._pipe, self._data_dir, self._device = pipe, data_dir, device
        self._sending = Lock()
        self._writer = Writer().name
        self.screens = screens
        self.settings: Settings | None = None
        self.listeners: list[Callable[[Changes], None]] = []
        self.ending = Event()

    def send(self, message: Message | Reply) -> None:
        """Tell the window, from any thread; once it has gone, nobody."""
        try:
            self._send(message)
        except OSError:
            return
        except Exception as error:
            if not isinstance(message, (Result, Failed)):
                raise
            self._send(bug(message.id, error))  # it could not be pickled

    def _send(self, message: Message | Reply) -> None:
        with self._sending:
            self._pipe.send(message)

    def answer(self, number: int, work: Callable[[], object]) -> Result | Failed:
        """Do the work of a call, and say how it went: where the gallery is damaged, that it is."""
        return answer(number, work, self._data_dir)

    def changed(self, changes: Changes) -> None:
        """Broadcast what a write touched."""
        for listener in self.listeners:
            listener(changes)
        self.send(Changed(changes))

    def workspace(
        self, opened: "Workspace | None" = None, announce: Callable[[Changes], None] | None = None
    ) -> "Workspace":
        """A workspace for the calling thread, with the settings of now.

        Args:
            opened: The one it has, or None.
            announce: Hears of what is written through a new one, instead of `changed`.

        Raises:
            StartError: The data folder cannot be used.
        """
        from app.services.workspace import Workspace

        writer = Writer(self._writer, announce or self.changed)
        workspace = opened or Workspace.open(
            self._data_dir, device=self._device, settings=self.settings, writer=writer
        )
        self.settings = self.settings or workspace.settings
        workspace.adopt(self.settings)
        return workspace


@dataclass(slots=True)
class Wishes:
    """What the user asks of an enrolment from a source under way; any thread may set it.

    Attributes:
        finish: Whether it is to end with what it has.
        face: Track of the face that is meant, or None where nobody said.
    """

    finish: bool = False
    face: int | None = None


@dataclass(slots=True)
class RequestContext:
    """What a handler works with: one for each request.

    Attributes:
        id: The request's number.
        workspace: Of this thread alone.
        engine: To send events and to broadcast changes.
        cancel: Set when a job is asked to stop.
        wishes: What is asked of it on the way.
        on_progress: Called at each progress.
    """

    id: int
    workspace: "Workspace"
    engine: EngineContext
    cancel: CancelToken = field(default_factory=CancelToken)
    wishes: Wishes = field(default_factory=Wishes)
    on_progress: Callable[[], None] = lambda: None
    _began: float = 0.0
    _first: int | None = None

    def progress(self, step: Step) -> None:
        """Tell the window how far a job is, and how long the rest will take."""
        if self._first is None:  # what an earlier run finished says nothing of this one's pace
            self._first, self._began = step.done, monotonic()
        passed = monotonic() - self._began
        pace = (step.done - self._first) / passed if passed > 0 else 0.0
        left = (step.total - step.done) / pace if pace > 0 and step.total else None
        self.engine.send(Progress(self.id, step.done, step.total, step.label, pace, left))
        self.on_progress()


Handle = Callable[[RequestContext, Request[object]], object]
"""Does what a request asks and returns its answer; whatever it raises is the answer instead."""
