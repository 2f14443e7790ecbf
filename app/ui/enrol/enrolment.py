"""One enrolment from a camera, as the window sees it."""

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.consent import Consent
from app.domain.person import EnrolReport
from app.engine.protocol import Guided
from app.engine.requests.enrolling import ChooseFace, EnrolFromSource, FinishEnrolment
from app.ui.link.bridge import Bridge
from app.ui.link.job import JobFollower


class Enrolment(JobFollower):
    """Starts the engine's job, passes on its guidance, and ends it. Each is used once.

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
        super().__init__(bridge, parent)
        bridge.guided.connect(self._hear)

    def enrol(self, name: str, source: str, consent: Consent, *, apart: bool = False) -> None:
        """Begin to enrol somebody from a source; `apart` says that they are nobody else who is enrolled."""
        self.start(EnrolFromSource(name, source, apart, consent), self._enrolled, self._broken)

    def finish(self) -> None:
        """Keep the views taken so far."""
        if self.running:
            self._bridge.ask(FinishEnrolment(self.job), None, self._ignore)

    def choose(self, track: int) -> None:
        """Say who of several is meant."""
        if self.running:
            self._bridge.ask(ChooseFace(self.job, track), None, self._ignore)

    def cancel(self) -> None:
        """Keep nothing, let go of the camera, and say no more."""
        self.blockSignals(True)
        self.stop()

    def _hear(self, event: Guided) -> None:
        if self.running and event.job == self.job:
            self.guided.emit(event.guidance)

    def _enrolled(self, report: EnrolReport) -> None:
        self.done.emit(report)
        self.deleteLater()

    def _broken(self, error: KithError | Cancelled) -> None:
        if isinstance(error, KithError):
            self.failed.emit(error)
        else:
            self.stopped.emit()
        self.deleteLater()
