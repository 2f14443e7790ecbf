"""Folders to read: one after another, each remembered until it was read to its end."""

import json
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError, UsageError
from app.domain.photo import ImportReport
from app.engine.protocol import Progress
from app.engine.requests.photos import ImportFolder
from app.ui.link.bridge import Bridge
from app.ui.link.job import JobFollower
from app.ui.link.memory import Memory

_KEY = "photos/unfinished"
_HALTED = "photos/halted"


class Imports(QObject):
    """The folders being read, waiting, and stopped before their end.

    Attributes:
        running: The folder being read, or None.
        waiting: Folders to read next.
        stopped: Folders that were not read to their end: pictures read, and pictures in all (0 if unknown).

    Signals:
        changed: Any of it.
        ended: A folder was read to its end; its `ImportReport`.
        failed: A folder could not be read; the `KithError`.
    """

    changed = Signal()
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, bridge: Bridge, memory: Memory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job, self._memory = JobFollower(bridge, self), memory
        self.running: Path | None = None
        self.waiting: list[Path] = []
        self.stopped = _remembered(memory.text(_KEY))
        self._job.moved.connect(self._tell)

    @property
    def job(self) -> int:
        """Number of the job that reads a folder, or read the last."""
        return self._job.job

    @property
    def progress(self) -> Progress | None:
        """How far the folder being read is, or None before the first picture."""
        return self._job.progress

    def add(self, folder: Path) -> None:
        """Read a folder when its turn has come; one that was stopped goes on where it was."""
        if folder != self.running and folder not in self.waiting:
            self.waiting.append(folder)
            self._next()

    def go_on(self) -> None:
        """Go on with every folder that was stopped."""
        for folder in list(self.stopped):
            self.add(folder)

    def halt(self) -> bool:
        """Note which folders `resume` goes on with; whether there are any."""
        under_way = [*filter(None, (self.running,)), *self.waiting]
        self._memory.keep(_HALTED, json.dumps([str(folder) for folder in under_way]))
        return bool(under_way)

    def resume(self) -> None:
        """Go on with the folders that a locking broke off."""
        for folder in _halted(self._memory.text(_HALTED)):
            self.add(folder)
        self._memory.keep(_HALTED, "")

    def leave(self) -> None:
        """Leave the stopped folders as they are; what was read of them stays."""
        self.stopped.clear()
        self._tell()

    def cancel(self) -> None:
        """Stop the folder being read, and those waiting."""
        self._stop_waiting()
        self._job.stop()
        self._tell()

    def _next(self) -> None:
        if self.running is None and self.waiting:
            self.running = self.waiting.pop(0)
            self.stopped.pop(self.running, None)
            self._job.start(ImportFolder(self.running), self._done, self._fail)
        self._tell()

    def _done(self, report: ImportReport) -> None:
        self.running = None
        self.ended.emit(report)
        self._next()

    def _fail(self, error: KithError | Cancelled) -> None:
        """A folder that cannot be read is dropped; one cut off is kept, to go on with later."""
        folder, self.running = self.running, None
        if folder is not None and not isinstance(error, UsageError):
            far = self.progress
            self.stopped[folder] = (far.done, far.total) if far is not None else (0, 0)
        if isinstance(error, KithError):
            if not isinstance(error, UsageError):
                self._stop_waiting()  # the disk is full, say: the next would fail too
            self.failed.emit(error)
        self._next()

    def _stop_waiting(self) -> None:
        self.stopped.update(dict.fromkeys(self.waiting, (0, 0)))
        self.waiting.clear()

    def _tell(self) -> None:
        """Remember all that is not read to its end, so that it is offered after a crash too."""
        left = dict(self.stopped) | dict.fromkeys(self.waiting, (0, 0))
        if self.running is not None:
            far = self.progress
            left[self.running] = (far.done, far.total) if far is not None else (0, 0)
        kept = json.dumps({str(folder): list(far) for folder, far in left.items()}) if left else ""
        self._memory.keep(_KEY, kept)
        self.changed.emit()


def _remembered(text: str) -> dict[Path, tuple[int, int]]:
    """What an earlier run left; nothing where that cannot be understood."""
    try:
        return {Path(folder): (int(done), int(total)) for folder, (done, total) in json.loads(text).items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _halted(text: str) -> list[Path]:
    """What `halt` noted; nothing where that cannot be understood."""
    try:
        return [Path(folder) for folder in json.loads(text)]
    except (ValueError, TypeError):
        return []
