"""A job on the models: letting another decide, adding, comparing, exporting; how far it is, how it ended."""

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel
from app.engine.requests.base import Job
from app.engine.requests.training import AddModel, SwitchBack, SwitchModel
from app.ui.shell.context import Context

Answer = TypeVar("Answer")


class ModelJob(QObject):
    """One job at a time that changes which models there are or which decides.

    Attributes:
        target: Of whom or what the job is: a model's identifier or name, or "" while none runs.
        adds: Whether it fetches a published model: its units are bytes.
        switches: Whether another model decides after it.
        progress: How far it is, or None.

    Signals:
        moved: It began, came further or ended.
        done: It ended well.
        failed: It failed; the error.
    """

    moved = Signal()
    done = Signal()
    failed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._job = 0
        self.target = ""
        self.adds = self.switches = False
        self.progress: Progress | None = None
        self._bridge.job_progress.connect(self._progressed)

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return bool(self.target)

    def switch(self, model: str) -> None:
        """Let a model decide."""
        self._start(model, SwitchModel(model))

    def switch_back(self, model: str) -> None:
        """Let the model that the active one was trained from decide: this one."""
        self._start(model, SwitchBack())

    def add(self, request: AddModel) -> None:
        """Add a published model."""
        self._start(request.name, request)

    def run(self, target: str, request: Job[Answer], then: Callable[[Answer], object]) -> None:
        """Do anything else with a model, and hand on what came of it."""
        self._start(target, request, then)

    def cancel(self) -> None:
        """Ask it to stop."""
        if self.running:
            self._bridge.ask(Cancel(self._job))

    def _start(
        self, target: str, request: Job[Answer], then: Callable[[Answer], object] = lambda _: None
    ) -> None:
        if self.running:
            return

        def ended(answer: Answer) -> None:
            if shiboken6.isValid(self):
                self._end()
                then(answer)

        self.target, self.progress = target, None
        self.adds = isinstance(request, AddModel)
        self.switches = isinstance(request, SwitchModel | SwitchBack)
        self._job = self._bridge.ask(request, ended, self._broken)
        self.moved.emit()

    def _progressed(self, progress: Progress) -> None:
        if self.running and progress.job == self._job:
            self.progress = progress
            self.moved.emit()

    def _end(self) -> None:
        self.target = ""
        self.moved.emit()
        self.done.emit()

    def _broken(self, error: KithError | Cancelled) -> None:
        self.target = ""
        self.moved.emit()
        if isinstance(error, KithError):
            self.failed.emit(error)
