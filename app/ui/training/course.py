"""A retraining as the window follows it: its state, its curves, how long it will take."""

from dataclasses import dataclass, field
from time import monotonic
from typing import Literal

from PySide6.QtCore import QObject, Signal

from app.core.errors import Cancelled, KithError
from app.domain.job import JobStatus
from app.domain.training import RetrainReport
from app.engine.protocol import Progress, TrainingEvaluated, TrainingStarted, TrainingStepped
from app.engine.requests.activity import Cancel, ListJobs
from app.engine.requests.training import Retrain
from app.ui.link.bridge import Bridge
from app.ui.training.wishes import Wishes

State = Literal["none", "running", "stopping", "done", "cancelled", "failed", "died"]
_SHOWN_FMR = 1e-3


@dataclass(slots=True)
class Fit:
    """One training of several: what its curves are drawn from.

    Attributes:
        number: Which, from 1; the last is on all faces.
        fits: How many there are; 0 where that was told before this window was made.
        steps: Steps it will take.
        began: When, on this process's clock.
        taken: Steps of the points below.
        loss: Loss at each.
        active: Share of triplets inside the margin at each, 0 to 1.
        tar: TAR of held-out faces at one false accept in 1,000, at the beginning and at each look since.
        left: Seconds left of this fit.
    """

    number: int
    fits: int
    steps: int
    began: float
    taken: list[int] = field(default_factory=list)
    loss: list[float] = field(default_factory=list)
    active: list[float] = field(default_factory=list)
    tar: list[float] = field(default_factory=list)
    left: float = 0.0

    @property
    def is_last(self) -> bool:
        """Whether it is the one on all faces."""
        return self.number == self.fits


class Course(QObject):
    """Follows one retraining at a time, asked for here or found running; what it showed stays.

    Attributes:
        state: How it stands.
        fits: All so far, each with its points.
        reading: What is done before the first fit, or None.
        error: Why it failed, or None.

    Signals:
        turned: Its state is another.
        moved: It came further.
    """

    turned = Signal()
    moved = Signal()

    def __init__(self, bridge: Bridge, wishes: Wishes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge, self._wishes = bridge, wishes
        self._job = 0
        self._finished = 0
        self._asked = False
        self.state: State = "none"
        self.fits: list[Fit] = []
        self.reading: Progress | None = None
        self.error: KithError | None = None
        bridge.training_started.connect(self._started)
        bridge.training_stepped.connect(self._stepped)
        bridge.training_evaluated.connect(self._evaluated)
        bridge.job_progress.connect(self._progressed)
        bridge.job_done.connect(self._job_done)
        bridge.restarted.connect(self._engine_gone)
        bridge.lost.connect(self._engine_gone)
        bridge.ask(ListJobs(), self._find_running, _nothing)

    @property
    def running(self) -> bool:
        """Whether one is under way."""
        return self.state in ("running", "stopping")

    @property
    def fit(self) -> Fit | None:
        """The newest fit."""
        return self.fits[-1] if self.fits else None

    @property
    def seconds_left(self) -> float | None:
        """Of all fits, at the pace of this one."""
        fit = self.fit
        if fit is None or not fit.taken or not fit.fits:
            return None
        whole = monotonic() - fit.began + fit.left
        return fit.left + (fit.fits - fit.number) * whole

    def start(self) -> None:
        """Retrain as wished; who decides stays as it is."""
        request = Retrain(activate=False, options=self._wishes.options)
        self._begin(self._bridge.ask(request, self._done, self._failed), asked=True)

    def stop(self) -> None:
        """Ask it to stop; nothing of it is kept."""
        if self.state == "running":
            self._bridge.ask(Cancel(self._job))
            self._turn("stopping")

    def _begin(self, job: int, *, asked: bool) -> None:
        self._job, self._asked = job, asked
        self.fits, self.reading, self.error = [], None, None
        self._turn("running")

    def _find_running(self, jobs: tuple[JobStatus, ...]) -> None:
        """Follow one that was started before this window was made."""
        title = Retrain().title
        found = [card.id for card in jobs if card.title == title and card.outcome is None]
        if found and not self.running:
            self._begin(found[0], asked=False)

    def _started(self, event: TrainingStarted) -> None:
        if event.job == self._job:
            self.fits.append(Fit(event.fit, event.fits, event.steps, monotonic()))
            self.moved.emit()

    def _stepped(self, event: TrainingStepped) -> None:
        if event.job == self._job:
            fit = self._fit_of(event)
            fit.taken.append(event.step)
            fit.loss.append(event.loss)
            fit.active.append(event.active)
            fit.left = event.seconds_left
            self.moved.emit()

    def _fit_of(self, event: TrainingStepped) -> Fit:
        """The fit that a step is of, even where its beginning was missed."""
        if self.fit is None or self.fit.number != event.fit:
            self.fits.append(Fit(event.fit, 0, event.steps, monotonic()))
        return self.fits[-1]

    def _evaluated(self, event: TrainingEvaluated) -> None:
        if event.job == self._job and (fit := self.fit) is not None and _SHOWN_FMR in event.tar:
            fit.tar.append(event.tar[_SHOWN_FMR])
            self.moved.emit()

    def _progressed(self, progress: Progress) -> None:
        if progress.job == self._job and not self.fits:
            self.reading = progress
            self.moved.emit()

    def _done(self, _: RetrainReport) -> None:
        self._turn("done")

    def _failed(self, error: KithError | Cancelled) -> None:
        if isinstance(error, Cancelled):
            self._turn("cancelled")
        else:
            self.error = error
            self._turn("failed")

    def _job_done(self, card: JobStatus) -> None:
        """A job's reply comes just before; one found running has its reply elsewhere."""
        if card.id != self._job:
            return
        self._finished = card.id
        if not self._asked and card.outcome is not None:
            self.error = KithError(card.detail) if card.outcome == "failed" else None
            self._turn(card.outcome)

    def _engine_gone(self, _: object) -> None:
        """What failed without having ended failed with the engine."""
        if self._job != self._finished and (self.running or self.state == "failed"):
            self._finished = self._job
            self._turn("died")

    def _turn(self, state: State) -> None:
        self.state = state
        self.turned.emit()


def _nothing(_: object) -> None:
    """There was no engine to ask: then nothing runs."""
