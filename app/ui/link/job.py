"""One job of the engine as the window follows it: how it stands, how far it is, how it ended."""

from collections.abc import Callable
from typing import Literal, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, EngineStoppedError, KithError
from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel
from app.engine.requests.base import Job
from app.ui.link.bridge import Bridge

Answer = TypeVar("Answer")
JobState = Literal["none", "running", "stopping", "done", "cancelled", "failed", "died"]


class JobFollower(QObject):
    """Follows one job at a time, asked for here or found running.

    Attributes:
        job: The number of the one followed now or last; 0 before the first.
        state: How it stands; "died" where the engine went with it.
        progress: How far it is, or None before it told.
        error: Why it failed or died, or None.

    Signals:
        turned: Its state is another. What came of it was handed on just before.
        moved: It came further.
    """

    turned = Signal()
    moved = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._found = False
        self._over = 0
        self.job = 0
        self.state: JobState = "none"
        self.progress: Progress | None = None
        self.error: KithError | None = None
        bridge.job_progress.connect(self._progressed)
        bridge.job_done.connect(self._job_done)
        bridge.restarted.connect(self._engine_gone)
        bridge.lost.connect(self._engine_gone)

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state in ("running", "stopping")

    def start(
        self,
        request: Job[Answer],
        then: Callable[[Answer], object] | None = None,
        failed: Callable[[KithError | Cancelled], object] | None = None,
    ) -> None:
        """Have a job done; nothing while one is under way.

        Args:
            request: The job.
            then: Called with its result.
            failed: Called with its error, or with `Cancelled`.
        """
        if self.running:
            return

        def succeed(answer: Answer) -> None:
            if shiboken6.isValid(self):
                self._end("done", lambda: then(answer) if then is not None else None)

        def fail(error: KithError | Cancelled) -> None:
            if shiboken6.isValid(self):
                self.error = error if isinstance(error, KithError) else None
                self._end(_outcome(error), lambda: failed(error) if failed is not None else None)

        self._begin(self._bridge.ask(request, succeed, fail), found=False)

    def follow(self, job: int) -> None:
        """Follow a job that was started elsewhere; nothing while one is under way."""
        if not self.running:
            self._begin(job, found=True)

    def stop(self) -> None:
        """Ask it to stop."""
        if self.state == "running":
            self._bridge.ask(Cancel(self.job), None, self._ignore)
            self._turn("stopping")

    def _begin(self, job: int, *, found: bool) -> None:
        self.job, self._found = job, found
        self.progress = self.error = None
        self._turn("running")

    def _progressed(self, progress: Progress) -> None:
        if self.running and progress.job == self.job:
            self.progress = progress
            self.moved.emit()

    def _end(self, state: JobState, tell: Callable[[], object]) -> None:
        self.state = state
        tell()
        self.turned.emit()

    def _job_done(self, card: JobStatus) -> None:
        """Take how a job ended that was found running; the reply to one asked for came just before."""
        if card.id != self.job:
            return
        self._over = card.id
        if self._found and card.outcome is not None:
            self.error = KithError(card.detail) if card.outcome == "failed" else None
            self._turn(card.outcome)

    def _engine_gone(self, _: object) -> None:
        """Whatever was not over died with the engine."""
        if self.job != self._over and (self.running or self.state == "failed"):
            self._over = self.job
            self._turn("died")

    def _turn(self, state: JobState) -> None:
        self.state = state
        self.turned.emit()

    def _ignore(self, _: object) -> None:
        """Leave the answer to a request about the job alone: the job's own tells what came of it."""


def _outcome(error: KithError | Cancelled) -> JobState:
    if isinstance(error, Cancelled):
        return "cancelled"
    return "died" if isinstance(error, EngineStoppedError) else "failed"
