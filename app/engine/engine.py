"""The engine as a whole: what goes on in it, and which lane each call belongs on."""

from collections.abc import Callable, Sequence
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

from app.core.settings import Settings
from app.engine.context import EngineContext, RequestContext
from app.engine.daily_copies import DailyCopies
from app.engine.folder_watch import FolderWatch
from app.engine.frames import FrameWriter
from app.engine.jobs import Jobs
from app.engine.lanes import Lane
from app.engine.live import LiveView
from app.engine.protocol import Call, EngineReady, SettingsChanged
from app.engine.replies import answer
from app.engine.requests.base import Control, Job, Request, SlowRequest
from app.engine.requests.presence import SweepVisits
from app.engine.requests.starting import LookElsewhere, OpenLibrary, WarmUp
from app.engine.screen import Screen
from app.gallery.elsewhere import Elsewhere

Handle = Callable[["Engine", RequestContext, Request[object]], Any]
Steer = Callable[["Engine", Control[object]], Any]

_DAY = 86_400.0
"""Seconds between two sweeps of what is kept for some days only."""


class Engine:
    """Gives each call to the lane it belongs on.

    Attributes:
        jobs: The long ones.
        live: Live view.
        elsewhere: What other programs do to the gallery.
    """

    def __init__(
        self,
        pipe: Connection,
        data_dir: Path,
        device: str,
        frames: Sequence[str],
        *,
        handle: Handle,
        steer: Steer,
    ) -> None:
        """Say hello, and open the gallery.

        Args:
            pipe: To the window.
            data_dir: The folder that holds all Kith keeps.
            device: Where models should run.
            frames: Names of the shared memory for frames, by tile.
            handle: Does what a request asks, on the thread of its lane.
            steer: Does what a control asks, at once: it must not block.
        """
        screens = [Screen(FrameWriter(name)) for name in frames]
        self._context = EngineContext(pipe, data_dir, device, screens)
        self._context.send(EngineReady("hello"))
        self._steer = steer
        self._warm = False
        self._own = count(-1, -1)
        self._swept = -_DAY

        def work(context: RequestContext, request: Request[object]) -> Any:
            return handle(self, context, request)

        self.jobs = Jobs(self._context, work)
        self.live = LiveView(self._context, self.jobs.note_failure)
        self.elsewhere = Elsewhere()
        self._context.listeners += [self.live.notice]
        self._slow = Lane("slow", self._context, work)
        self._library = Lane("library", self._context, work, self._when_idle)
        self._library.put(Call(0, OpenLibrary()))

    def take(self, call: Call) -> None:
        """Give a call to whoever answers it; never waits."""
        request = call.request
        if isinstance(request, Control):
            self._context.send(answer(call.id, lambda: self._steer(self, request)))
        elif isinstance(request, Job):
            self.jobs.start(call, request)
        elif isinstance(request, SlowRequest):
            self._slow.put(call)
        else:
            self._library.put(call)

    def begin(self, job: Job[object]) -> None:
        """Start a job that nobody asked for, unless the same one waits for its turn; from any thread."""
        if not self.jobs.waits(job):
            self.take(Call(next(self._own), job))

    def adopt(self, settings: Settings) -> None:
        """Work with these settings from now on."""
        self._context.settings = settings
        self.live.notice(None)
        self._context.send(SettingsChanged(settings))

    def end(self, patience: float) -> None:
        """Stop everything; return once it has, or after so many seconds.

        What cannot be stopped and leaves nothing behind is not waited for: loading, and slow requests.
        """
        self._context.ending.set()
        deadline = monotonic() + patience
        self.live.stop()
        self.jobs.end()
        for lane in (self._library, self._slow):
            lane.end()
        for thread in (self._library.thread, *self.live.threads()):
            thread.join(max(0.0, deadline - monotonic()))
        while self.jobs.at_work() and monotonic() < deadline:
            sleep(0.02)

    def _when_idle(self) -> None:
        """Once the gallery is open and what was asked is answered; jobs tell what they write themselves."""
        if self._context.settings is None:
            return
        if not self._warm:
            self._warm = True
            self._slow.put(Call(0, WarmUp()))
            FolderWatch(self._context, self.begin).start()
            DailyCopies(self._context, self.jobs.note_failure).start()
        if self.elsewhere.due() and self.jobs.idle():
            self._library.put(Call(0, LookElsewhere()))
        if abs(time() - self._swept) >= _DAY:  # by the clock: a computer that sleeps has days, too
            self._swept = time()
            self._library.put(Call(0, SweepVisits()))
