"""The engine as a whole: what goes on in it, and the line to the window."""

from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from app.core.settings import Settings
from app.domain.changes import Changes
from app.engine.elsewhere import Elsewhere
from app.engine.frames import FrameWriter
from app.engine.jobs import Jobs
from app.engine.lanes import Lane
from app.engine.live import LiveView
from app.engine.protocol import Call, Changed, EngineReady, Event, Failed, Reply, Result
from app.engine.registry import steerer_of
from app.engine.replies import answer, bug
from app.engine.requests.base import Control, Errand, Job, Request
from app.engine.screen import Screen

if TYPE_CHECKING:
    from app.services.workspace import Workspace


class OpenLibrary(Request[None]):
    """Open the gallery before anything is asked of it."""


class LookElsewhere(Request[Changes | None]):
    """See whether another program has changed the gallery."""


class WarmUp(Errand[None]):
    """Load the models before they are needed."""


@dataclass(frozen=True, slots=True)
class ReadAgain(Job[Changes]):
    """Read the faces again that an earlier version of Kith had read in another way."""

    faces: int

    @property
    def title(self) -> str:
        """What it does."""
        return f"Reading {self.faces} faces again"


class Engine:
    """Gives each call to the lane it belongs on.

    Attributes:
        device: Where models should run.
        jobs: The long ones.
        live: Live view.
        elsewhere: What other programs do to the gallery.
        screen: Where frames are shown.
        ending: Whether it is about to be gone.
    """

    def __init__(self, pipe: Connection, data_dir: Path, device: str, frames: str) -> None:
        self.device = device
        self._pipe, self._data_dir = pipe, data_dir
        self._sending = Lock()
        self._settings: Settings | None = None
        self._warm = False
        self._own = 0
        self.ending = False
        self.send(EngineReady("hello"))
        self.screen = Screen(FrameWriter(frames))
        self.jobs = Jobs(self)
        self.live = LiveView(self)
        self.elsewhere = Elsewhere()
        self._errands = Lane("errands", self)
        self._library = Lane("library", self, self._when_idle)
        self._library.put(Call(0, OpenLibrary()))

    def take(self, call: Call) -> None:
        """Give a call to whoever answers it; never waits."""
        request = call.request
        if isinstance(request, Control):
            self.send(answer(call.id, lambda: steerer_of(request)(self, request)))
        elif isinstance(request, Job):
            self.jobs.start(call, request)
        elif isinstance(request, Errand):
            self._errands.put(call)
        else:
            self._library.put(call)

    def begin(self, job: Job[Any]) -> None:
        """Start a job that nobody asked for."""
        self._own -= 1
        self.take(Call(self._own, job))

    def send(self, message: Event | Reply) -> None:
        """Tell the window, from any thread; once it has gone, nobody."""
        try:
            self._send(message)
        except OSError:
            return
        except Exception as error:
            if not isinstance(message, (Result, Failed)):
                raise
            self._send(bug(message.id, error))  # it could not be pickled

    def _send(self, message: Any) -> None:
        with self._sending:
            self._pipe.send(message)

    def changed(self, changes: Changes) -> None:
        """Broadcast what a write touched."""
        self.elsewhere.told(changes)
        self.send(Changed(changes))
        self.live.notice(changes)

    def workspace(self, opened: "Workspace | None") -> "Workspace":
        """A workspace for the calling thread, with the settings of now.

        Args:
            opened: The one it has, or None.

        Raises:
            StartError: The data folder cannot be used.
        """
        from app.services.workspace import Workspace

        workspace = opened or Workspace.open(self._data_dir, device=self.device, settings=self._settings)
        self._settings = self._settings or workspace.settings
        workspace.adopt(self._settings)
        return workspace

    def adopt(self, settings: Settings) -> None:
        """Work with these settings from now on."""
        self._settings = settings
        self.live.notice(None)

    def end(self, patience: float) -> None:
        """Stop everything; return once it has, or after so many seconds.

        What cannot be stopped and leaves nothing behind is not waited for: loading, and errands.
        """
        self.ending = True
        deadline = monotonic() + patience
        self.live.stop()
        self.jobs.end()
        for lane in (self._library, self._errands):
            lane.end()
        for thread in (self._library.thread, *self.live.threads()):
            thread.join(max(0.0, deadline - monotonic()))
        while self.jobs.at_work() and monotonic() < deadline:
            sleep(0.02)

    def _when_idle(self) -> None:
        """Once the gallery is open and what was asked is answered; jobs tell what they write themselves."""
        if self._settings is None:
            return
        if not self._warm:
            self._warm = True
            self._errands.put(Call(0, WarmUp()))
        if self.elsewhere.due() and self.jobs.idle():
            self._library.put(Call(0, LookElsewhere()))
