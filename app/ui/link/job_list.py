"""The jobs of this engine, kept up to date for every place that shows them."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.job import JobStatus
from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel, ListJobs
from app.ui.link.bridge import Bridge


class JobList(QObject):
    """Jobs that run and jobs that are over.

    Attributes:
        running: Those under way, by number, in the order in which they were started.
        past: Those that are over, newest first.
        progress: How far those under way are, by number, as far as they told.
        stopping: Numbers of those that were asked to stop from such a list.

    Signals:
        changed: Others run or are over.
        moved: One came further, or was asked to stop; its number.
    """

    changed = Signal()
    moved = Signal(int)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._clear()
        bridge.job_started.connect(self._started)
        bridge.job_progress.connect(self._progressed)
        bridge.job_done.connect(self._done)
        bridge.restarted.connect(self._engine_gone)
        bridge.lost.connect(self._engine_gone)
        bridge.ready.connect(self._ready)

    def stop(self, job: int) -> None:
        """Ask one to stop."""
        if job in self.running and job not in self.stopping:
            self.stopping.add(job)
            self._bridge.ask(Cancel(job))
            self.moved.emit(job)

    def _clear(self) -> None:
        self.running: dict[int, JobStatus] = {}
        self.past: list[JobStatus] = []
        self.progress: dict[int, Progress] = {}
        self.stopping: set[int] = set()

    def _ready(self, stage: str) -> None:
        if stage == "library":
            self._bridge.ask(ListJobs(), self._take, self._not_now)

    def _not_now(self, _: KithError | Cancelled) -> None:
        """The engine is not there; it is asked when it is."""

    def _take(self, jobs: tuple[JobStatus, ...]) -> None:
        """Take over what the engine says, newest first."""
        self.running = {job.id: job for job in reversed(jobs) if job.outcome is None}
        self.past = [job for job in jobs if job.outcome is not None]
        self.changed.emit()

    def _started(self, job: JobStatus) -> None:
        self.running[job.id] = job
        self.changed.emit()

    def _progressed(self, progress: Progress) -> None:
        if progress.job in self.running:
            self.progress[progress.job] = progress
            self.moved.emit(progress.job)

    def _done(self, job: JobStatus) -> None:
        self.running.pop(job.id, None)
        self.progress.pop(job.id, None)
        self.stopping.discard(job.id)
        erased = job.erases and job.outcome == "done"  # what was listed may bear the names
        self.past = [job, *(one for one in self.past if one.id != job.id and not erased)]
        self.changed.emit()

    def _engine_gone(self, _: object) -> None:
        """A new engine knows nothing of the old one's jobs."""
        self._clear()
        self.changed.emit()
