"""A retraining as the window follows it: its state, its curves, how long it will take."""

from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QObject

from app.domain.job import JobStatus
from app.engine.protocol import Training
from app.engine.requests.activity import ListJobs
from app.engine.requests.training import Retrain
from app.ui.link.bridge import Bridge
from app.ui.link.job import JobFollower
from app.ui.training.preferences import Preferences
from trainer.events import Started, Stepped

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

    def take(self, step: Stepped) -> None:
        """Add a step's points."""
        self.taken.append(step.step)
        self.loss.append(step.loss)
        self.active.append(step.active)
        self.left = step.seconds_left


class TrainingRun(JobFollower):
    """Follows one retraining at a time, asked for here or found running; what it showed stays.

    Attributes:
        fits: All so far, each with its points; before the first, `progress` tells of the reading.
    """

    def __init__(self, bridge: Bridge, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(bridge, parent)
        self._preferences = preferences
        self.fits: list[Fit] = []
        bridge.training.connect(self._heard)
        bridge.ask(ListJobs(), self._find_running, self._ignore)

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

    def train(self) -> None:
        """Retrain as wished; who decides stays as it is."""
        self._preferences.begin(without=False)
        self.start(Retrain(activate=False, options=self._preferences.options))

    def train_without(self) -> None:
        """Retrain as wished, and delete the models that learnt of people who were forgotten."""
        self._preferences.begin(without=True)
        self.start(Retrain(options=self._preferences.options, without_forgotten=True))

    def resume(self) -> None:
        """Retrain as was asked for last."""
        if self._preferences.without:
            self.train_without()
        else:
            self.train()

    def _begin(self, job: int, *, found: bool) -> None:
        self.fits = []
        super()._begin(job, found=found)

    def _find_running(self, jobs: tuple[JobStatus, ...]) -> None:
        """Follow one that was started before this window was made."""
        found = [card.id for card in jobs if card.kind == Retrain.__name__ and card.outcome is None]
        if found:
            self.follow(found[0])

    def _heard(self, told: Training) -> None:
        event = told.event
        if told.job != self.job:
            return
        if isinstance(event, Started):
            self.fits.append(Fit(told.fit, told.fits, event.steps, monotonic()))
        elif isinstance(event, Stepped):
            self._fit_of(told, event).take(event)
        elif self.fit is not None and _SHOWN_FMR in event.tar:
            self.fit.tar.append(event.tar[_SHOWN_FMR])
        self.moved.emit()

    def _fit_of(self, told: Training, event: Stepped) -> Fit:
        """The fit that a step is of, even where its beginning was missed."""
        if self.fit is None or self.fit.number != told.fit:
            self.fits.append(Fit(told.fit, 0, event.steps, monotonic()))
        return self.fits[-1]
