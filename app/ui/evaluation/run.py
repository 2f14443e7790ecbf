"""An evaluation as the window follows it."""

from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, EngineStoppedError, KithError
from app.domain.evaluation import Evaluation
from app.engine.protocol import Progress
from app.engine.requests.activity import Cancel
from app.engine.requests.evaluating import Evaluate
from app.ui.shell.context import Context

State = Literal["none", "running", "stopping", "done", "cancelled", "failed", "died"]


class Run(QObject):
    """One evaluation at a time.

    Attributes:
        state: How it stands.
        progress: How far it is, or None.
        found: What the last one found, or None.
        error: Why it failed, or None.

    Signals:
        turned: Its state is another.
        moved: It came further.
    """

    turned = Signal()
    moved = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = context.bridge
        self._job = 0
        self.state: State = "none"
        self.progress: Progress | None = None
        self.found: Evaluation | None = None
        self.error: KithError | None = None
        self._bridge.job_progress.connect(self._progressed)

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self.state in ("running", "stopping")

    def start(self, model: str, against: str, folder: Path | None) -> None:
        """Judge a model, perhaps against another, on a folder or on the people enrolled."""
        if not self.running:
            self.progress = self.error = None
            self._job = self._bridge.ask(Evaluate(model, against, folder), self._done, self._broken)
            self._turn("running")

    def stop(self) -> None:
        """Ask it to stop."""
        if self.state == "running":
            self._bridge.ask(Cancel(self._job))
            self._turn("stopping")

    def _progressed(self, progress: Progress) -> None:
        if self.running and progress.job == self._job:
            self.progress = progress
            self.moved.emit()

    def _done(self, found: Evaluation) -> None:
        self.found = found
        self._turn("done")

    def _broken(self, error: KithError | Cancelled) -> None:
        if isinstance(error, Cancelled):
            self._turn("cancelled")
            return
        self.error = error
        self._turn("died" if isinstance(error, EngineStoppedError) else "failed")

    def _turn(self, state: State) -> None:
        self.state = state
        self.turned.emit()
