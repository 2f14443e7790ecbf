"""Sorting faces: one run at a time, and again soon where something changed meanwhile."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.cluster import Clustering
from app.engine.requests.photos import SortFaces
from app.ui.link.bridge import Bridge
from app.ui.link.debounce import debounce
from app.ui.link.job import JobFollower

_SOON_MS = 1500


class Sorter(QObject):
    """Sorts the faces of a folder, or all.

    Attributes:
        running: Whether it does so now.

    Signals:
        started: A run began.
        progressed: How far it is, a `Progress`.
        done: Its `Clustering`.
        failed: Why it failed, a `KithError`.
    """

    started = Signal()
    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = JobFollower(bridge, self)
        self._again = False
        self._folder: Path | None = None
        self._timer = debounce(self, _SOON_MS, self.sort)
        self._job.moved.connect(self._progressed)

    @property
    def job(self) -> int:
        """Number of the job that sorts, or sorted last."""
        return self._job.job

    @property
    def running(self) -> bool:
        """Whether it sorts now."""
        return self._job.running

    @property
    def folder(self) -> Path | None:
        """What it sorts; None is all there is."""
        return self._folder

    def choose(self, folder: Path | None) -> None:
        """Sort this folder from now on."""
        self._folder = folder
        self.sort()

    def cancel(self) -> None:
        """Stop the run under way."""
        self._again = False
        self._job.stop()

    def sort(self) -> None:
        """Sort now; a run under way is out of date and makes room."""
        self._timer.stop()
        self._again = self._job.running
        if self._again:
            self._job.stop()
            return
        self._job.start(SortFaces(self._folder), self._done, self._failed)
        self.started.emit()

    def sort_soon(self) -> None:
        """Sort once nothing more has changed for a moment."""
        self._timer.start()

    def _progressed(self) -> None:
        self.progressed.emit(self._job.progress)

    def _done(self, report: Clustering) -> None:
        if self._again:
            self.sort()
        else:
            self.done.emit(report)

    def _failed(self, error: KithError | Cancelled) -> None:
        if self._again:
            self.sort()
        elif isinstance(error, KithError):
            self.failed.emit(error)
        else:
            self.failed.emit(None)
