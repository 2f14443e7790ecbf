"""The buttons in the title line of the Training page."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from app.domain.training import TrainingPlan
from app.ui.look.texts import tr
from app.ui.shell.shortcuts import Keys
from app.ui.training.run import TrainingRun
from app.ui.training.words import sentence
from app.ui.widgets.buttons import button, say, stopping, wait_for
from app.ui.widgets.labels import set_property


class TrainingTools:
    """Evaluate, models, and either train or stop.

    Attributes:
        evaluate: Shows how well faces are recognised.
        models: Shows all models.
        train: Trains; disabled, its tip says what it waits for.
        stop: Stops the training under way.
    """

    def __init__(
        self, run: TrainingRun, evaluate: Callable[[], object], models: Callable[[], object]
    ) -> None:
        self._run, self._evaluate, self._models = run, evaluate, models
        self.evaluate = button(
            tr("Evaluate…"), evaluate, tip=tr("How well faces are recognised, and where not")
        )
        self.models = button(tr("Models…"), models, tip=tr("All models, and adding one"))
        self.train = button(
            tr("Train"),
            self.try_to_train,
            "primary",
            tip=tr("Train on these people; you decide afterwards (T)"),
        )
        self.stop = button(tr("Stop"), run.stop, tip=tr("Nothing changes if you stop"))

    @property
    def all(self) -> tuple[QPushButton, ...]:
        """All of them, from left to right."""
        return self.evaluate, self.models, self.train, self.stop

    def add_keys(self, keys: Keys, page: QWidget) -> None:
        """Let keys press them on a page."""
        section = tr("Training")
        keys.add(page, "T", tr("Train"), self.try_to_train, section=section)
        keys.add(page, "E", tr("Evaluate"), self._evaluate, section=section, shown_on=self.evaluate)
        keys.add(page, "M", tr("Models"), self._models, section=section, shown_on=self.models)

    def try_to_train(self) -> None:
        """Train, where the button offers it."""
        if not self.train.isHidden() and self.train.isEnabled():
            self._run.train()

    def show(self, *, here: bool, somebody: bool) -> None:
        """Show those that fit.

        Args:
            here: Whether training is in view, not the evaluation.
            somebody: Whether there is anybody to train on, or a proof.
        """
        running = self._run.running
        for one in (self.evaluate, self.models):
            one.setVisible(here)
        self.train.setVisible(here and somebody and not running)
        self.stop.setVisible(here and running)
        wait_for(self.stop, "" if self._run.state == "running" else stopping())

    def tell(self, plan: TrainingPlan | None, *, busy: str, proved: bool, second: bool) -> None:
        """Say what training would do, or what it waits for.

        Args:
            plan: How it would go, or None while that is not known.
            busy: What else it waits for, or "".
            proved: Whether the proof of a training is in view.
            second: Whether something else is to be done first.
        """
        if plan is None:
            busy = tr("Kith is working out how training would go")
        elif plan.obstacle is not None:
            busy = sentence(plan.obstacle)
        wait_for(self.train, busy)
        say(self.train, tr("Train again") if proved else tr("Train"))
        set_property(self.train, "kind", "plain" if second else "primary")
