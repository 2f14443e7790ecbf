"""One enrolment from a camera, as the window sees it."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.person import EnrolReport
from app.engine.protocol import Guidance
from app.engine.requests.activity import Cancel
from app.engine.requests.enrolling import EnrolFromSource, FinishEnrolment
from app.ui.link.bridge import Bridge


class Enrolment(QObject):
    """Starts the engine's job, passes on its guidance, and ends it. Each is used once.

    Attributes:
        job: The job's number while it runs, or None.

    Signals:
        guided: `Guidance`; the frame is at the bridge.
        done: `EnrolReport`.
        failed: The `KithError` to show; not for a cancelling.
        stopped: It was cancelled elsewhere.
    """

    guided = Signal(object)
    done = Signal(object)
    failed = Signal(object)
    stopped = Signal()

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.job: int | None = None
        bridge.guidance.connect(self._hear)

    def start(self, name: str, source: str) -> None:
        """Begin."""
        self.job = self._bridge.ask(EnrolFromSource(name, source), self._done, self._failed)

    def finish(self) -> None:
        """Keep the views taken so far."""
        if self.job is not None:
            self._bridge.ask(FinishEnrolment(self.job), None, self._ignore)

    def cancel(self) -> None:
        """Keep nothing, let go of the camera, and say no more."""
        self.blockSignals(True)
        if self.job is not None:
            self._bridge.ask(Cancel(self.job), None, self._ignore)

    def _hear(self, event: Guidance) -> None:
        if event.job == self.job:
            self.guided.emit(event)

    def _done(self, report: EnrolReport) -> None:
        self.job = None
        self.done.emit(report)
        self.deleteLater()

    def _failed(self, error: KithError | Cancelled) -> None:
        self.job = None
        if isinstance(error, KithError):
            self.failed.emit(error)
        else:
            self.stopped.emit()
        self.deleteLater()

    def _ignore(self, _: object) -> None:
        """The job's own answer tells what came of it."""
