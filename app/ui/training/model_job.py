"""A job on the models: letting another decide, adding, comparing, exporting; how far it is, how it ended."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.engine.requests.base import Job
from app.engine.requests.training import AddModel, SwitchBack, SwitchModel
from app.ui.link.bridge import Bridge
from app.ui.link.job import JobFollower
from app.ui.look.texts import tr

Answer = TypeVar("Answer")


class ModelJob(JobFollower):
    """One job at a time that changes which models there are or which decides.

    Attributes:
        target: Of whom or what the job is: a model's identifier or name, or "" while none runs.
        adds: Whether it fetches a published model: its units are bytes.
        switches: Whether another model decides after it.

    Signals:
        done: It ended well.
        failed: It failed; the error.
    """

    done = Signal()
    failed = Signal(object)

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(bridge, parent)
        self.target = ""
        self.adds = self.switches = False

    @property
    def wait(self) -> str:
        """What another job on the models waits for, or "" while none is under way."""
        return tr("Something is being done with a model: wait until it ends") if self.running else ""

    def switch(self, model: str) -> None:
        """Let a model decide."""
        self._run(model, SwitchModel(model))

    def switch_back(self, model: str) -> None:
        """Let the model that the active one was trained from decide: this one."""
        self._run(model, SwitchBack())

    def add(self, request: AddModel) -> None:
        """Add a published model."""
        self._run(request.name, request)

    def run(self, target: str, request: Job[Answer], then: Callable[[Answer], object]) -> None:
        """Do anything else with a model, and hand on what came of it."""
        self._run(target, request, then)

    def _run(self, target: str, request: Job[Answer], then: Callable[[Answer], object] | None = None) -> None:
        if self.running:
            return

        def ended(result: Answer) -> None:
            self.target = ""
            self.turned.emit()
            self.done.emit()
            if then is not None:
                then(result)

        self.target = target
        self.adds = isinstance(request, AddModel)
        self.switches = isinstance(request, SwitchModel | SwitchBack)
        self.start(request, ended, self._broken)

    def _broken(self, error: KithError | Cancelled) -> None:
        self.target = ""
        self.turned.emit()
        if isinstance(error, KithError):
            self.failed.emit(error)
