"""The dialogs that the Training page opens."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.ui.shell.context import Context
from app.ui.training.compare_dialog import CompareDialog
from app.ui.training.doubts_dialog import DoubtsDialog
from app.ui.training.known_models import KnownModels
from app.ui.training.model_job import ModelJob
from app.ui.training.options_dialog import OptionsDialog
from app.ui.training.plan_watch import PlanWatch
from app.ui.training.preferences import Preferences
from app.ui.training.run import TrainingRun
from app.ui.training.singles import SinglesDialog
from app.ui.training.without import AskWithout


class TrainingDialogs(QObject):
    """Opens each above the page, with what it shows; doubts stay up to date while they are looked at."""

    def __init__(
        self,
        context: Context,
        preferences: Preferences,
        plan: PlanWatch,
        known: KnownModels,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._context, self._preferences, self._plan, self._known = context, preferences, plan, known
        self._page = parent
        self._doubts: DoubtsDialog | None = None
        plan.found.connect(self._renew_doubts)

    def show_singles(self) -> None:
        """People with one photo."""
        people = [card for card in self._context.people.cards if card.faces == 1]
        SinglesDialog(people, self._open_person, self._page).open()

    def show_doubts(self) -> None:
        """Faces that look like somebody else than their label says."""
        if self._plan.plan is None:
            return
        self._doubts = DoubtsDialog(self._context, self._plan.plan.doubts, self._page)
        self._doubts.destroyed.connect(self._doubts_closed)
        self._doubts.open()

    def show_options(self) -> None:
        """Whom to train on, how deep and how long."""
        OptionsDialog(self._preferences, self._context.people.cards, self._page).open()

    def show_comparison(self, show_proof: Callable[[str], object]) -> None:
        """Trainings beside each other.

        Args:
            show_proof: Shows the proof of the model that is chosen there.
        """
        CompareDialog(self._known.retrained, show_proof, self._page).open()

    def show_models(
        self, job: ModelJob, show_proof: Callable[[str], object], without: Callable[[], object]
    ) -> None:
        """All models, and adding one.

        Args:
            job: Does what is asked for there.
            show_proof: Shows the proof of the model that is chosen there.
            without: Asks whether to train anew without people who were forgotten.
        """
        from app.ui.training.models_dialog import ModelsDialog

        ModelsDialog(self._context, job, show_proof, without, self._page).open()

    def ask_without(self, run: TrainingRun, busy: str) -> None:
        """Whether to train anew without people who were forgotten.

        Args:
            run: Trains.
            busy: What it waits for, or "".
        """
        AskWithout(self._page, self._known.learnt_of_others, busy, run.train_without).open()

    def _renew_doubts(self) -> None:
        if self._doubts is not None and self._plan.plan is not None:
            self._doubts.show_doubts(self._plan.plan.doubts)

    def _doubts_closed(self) -> None:
        self._doubts = None

    def _open_person(self, person: int) -> None:
        self._context.go("people", "person", person)
