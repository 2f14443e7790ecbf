"""The Training page."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.core.errors import KithError
from app.domain.changes import Changes
from app.domain.model import Model
from app.domain.photo import Counts
from app.engine.requests.photos import GetCounts
from app.engine.requests.training import ListModels, Retrain
from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.training import words
from app.ui.training.choice import Place, Standing
from app.ui.training.dialogs import TrainingDialogs
from app.ui.training.known_models import KnownModels
from app.ui.training.learning import LearningPanel
from app.ui.training.model_job import ModelJob
from app.ui.training.outcome import Outcome
from app.ui.training.plan_watch import PlanWatch
from app.ui.training.preferences import Preferences, left_out
from app.ui.training.ready import Actions, ReadyPanel
from app.ui.training.run import TrainingRun
from app.ui.training.tools import TrainingTools
from app.ui.training.without import KeepsBanner
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from app.ui.evaluation.view import EvaluationView

_ONE_COLUMN = 640
"""Pixels of width below which panels stand one below the other."""
_CHARTS_MS = 40
"""Time in which the page is painted for the first time."""
_ASIDE = "training/aside"
"""Remembered: the retrained model that the user put aside."""


class TrainingPage(Page):
    """What is learnt from, how it goes, what came of it, and the choice.

    Attributes:
        preferences: How the user wants to train.
        run: The retraining under way, or the last.
        job: The switching under way.
        plan: How training would go.
        dialogs: Opens what is looked at above the page.
        buttons: In the title line.
        keeps: Which models keep what they learnt of people who were forgotten.
        ready: What there is to learn from.
        learning: The live curves.
        outcome: The proof, and the choice.
    """

    resumes = Retrain.__name__

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Training"))
        self.subtitle.setText(tr("Teach the recogniser your own people"))
        self._known = KnownModels()
        self._fresh = False
        self._faces = 0
        self._evaluation: EvaluationView | None = None
        self._evaluates = False
        self.preferences = Preferences(context.memory, self)
        self.run = TrainingRun(context.bridge, self.preferences, self)
        self.job = ModelJob(context.bridge, self)
        self.plan = PlanWatch(context.bridge, self.preferences, self)
        self.dialogs = TrainingDialogs(context, self.preferences, self.plan, self._known, self)
        ask = self.dialogs
        self.ready = ReadyPanel(
            Actions(ask.show_singles, ask.show_doubts, ask.show_options, self._add_people, self._sort_photos)
        )
        self.keeps = KeepsBanner(self.ask_without)
        self.learning = LearningPanel(self.run)
        self.outcome = Outcome(self.job)
        self.buttons = TrainingTools(self.run, self.show_evaluation, self.show_models)
        self.buttons.add_keys(context.keys, self)
        for one in self.buttons.all:
            self.tools.addWidget(one)
        self._lay_out()
        self._listen()
        QTimer.singleShot(_CHARTS_MS, self, self._add_charts)
        self._show_people()
        self._refresh()

    @property
    def model(self) -> Model | None:
        """The retrained model whose proof is shown."""
        return self._known.shown

    def show_proof(self, model: str) -> None:
        """Show the proof that is kept with a model."""
        self._known.chosen = model
        self._show()
        self._reveal()

    def show_models(self) -> None:
        """Show all models, and how to add one."""
        self.dialogs.show_models(self.job, self.show_proof, self.ask_without)

    def ask_without(self) -> None:
        """Ask whether to train anew without people who were forgotten."""
        plan, run = self.plan.plan, self.run
        obstacle = "" if plan is None or plan.obstacle is None else words.sentence(plan.obstacle)
        busy = tr("A model is being trained: wait until it ends") if run.running else self.job.wait
        self.dialogs.ask_without(run, busy or obstacle)

    def show_evaluation(self) -> None:
        """Show how well faces are recognised."""
        if self._evaluation is None:
            from app.ui.evaluation.view import EvaluationView

            self._evaluation = EvaluationView(self.context)
            self._evaluation.left.connect(self._leave_evaluation)
            self._stack.addWidget(self._evaluation)
        self._evaluates = True
        self._show()
        self._evaluation.begin()

    def enter(self, *task: object) -> None:
        """Look at the plan, or the evaluation shown before; `"without"` asks about training without some."""
        self.plan.look(looking=True)
        if task == ("without",):
            self._leave_evaluation()
            self.context.bridge.ask(ListModels(), self._ask_about, self.context.notices.error)
            return
        if self._evaluates and self._evaluation is not None:
            self._evaluation.begin()
            return
        self.buttons.train.setFocus()

    def halt(self) -> bool:
        """A retraining is begun anew after a locking."""
        return self.run.running

    def resume(self) -> None:
        """Train as before."""
        self.run.resume()

    def tells(self) -> Collection[int]:
        """The training, the evaluation, and what is done with a model, as far as they are in view."""
        if self._evaluates and self._evaluation is not None:
            return {self._evaluation.run.job} if self._evaluation.run.running else ()
        shown = {self.run.job} if self.run.running else set()
        return shown | {self.job.job} if self.job.running and self._tells_of_model() else shown

    def _tells_of_model(self) -> bool:
        return self.outcome.isVisible() or QApplication.activeModalWidget() is not None

    def peel(self) -> bool:
        """Leave the evaluation; whether it was shown."""
        shown = self._evaluates
        if shown:
            self._leave_evaluation()
        return shown

    def leave(self) -> None:
        """Let the plan be."""
        self.plan.look(looking=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put panels one below the other where there is little room."""
        super().resizeEvent(event)
        narrow = self.width() - 48 < _ONE_COLUMN
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        for row in (self._upper, self.outcome.row):
            row.setDirection(way)

    # making it

    def _lay_out(self) -> None:
        self.learning.setMinimumHeight(244)
        self.ready.setMinimumWidth(264)
        self._upper = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._upper.setSpacing(16)
        self._upper.addWidget(self.ready, 3)
        self._upper.addWidget(self.learning, 5)
        inside = QWidget()
        inside.setProperty("role", "page")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        rows.addWidget(self.keeps)
        rows.addLayout(self._upper, 1)
        rows.addWidget(self.outcome, 1)
        self._scroll = scrolled(inside)
        self._empty = self._make_empty()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._scroll)
        self.body.addWidget(self._stack)

    def _make_empty(self) -> EmptyState:
        """Nobody is enrolled: the ways to change that."""
        return EmptyState(
            "chart-line-up",
            tr("Nobody to learn from yet"),
            tr("Training needs at least two people with two photos each; three of each allow a proof."),
            [
                button(tr("Add people"), self._add_people, "primary"),
                button(tr("Sort photos"), self._sort_photos),
            ],
        )

    def _listen(self) -> None:
        bridge = self.context.bridge
        bridge.ready.connect(self._engine_ready)
        bridge.changed.connect(self._changed)
        self.plan.found.connect(self._show_plan)
        self.plan.failed.connect(self._no_plan)
        self.context.people.updated.connect(self._show_people)
        self.run.turned.connect(self._turned)
        self.job.turned.connect(self._show)
        self.job.moved.connect(self._show)
        self.job.done.connect(self._refresh)
        self.job.failed.connect(self._job_failed)
        self.outcome.choice.use.connect(self._use)
        self.outcome.choice.keep.connect(self._keep_old)
        self.outcome.choice.back.connect(self._switch_back)
        self.outcome.choice.compare.connect(self._show_comparison)
        self.preferences.changed.connect(self._show_people)

    def _add_charts(self) -> None:
        """Load and make the curves: half a second in which nothing moves, so it waits for the painting.

        On another thread Qt's types would be made on two threads at once, which they do not survive.
        """
        self.learning.add_chart()
        self.outcome.curve.add_chart()

    # asking

    def _engine_ready(self, stage: str) -> None:
        if stage == "library":
            self._refresh()

    def _changed(self, changes: Changes) -> None:
        if changes.models or changes.faces or changes.people:
            self._refresh()

    def _refresh(self) -> None:
        """Ask what is known in a moment; what fails now is asked again once the engine is ready."""
        self.context.bridge.ask(ListModels(), self._take_models, _pass)
        self.context.bridge.ask(GetCounts(), self._take_counts, _pass)

    def _take_counts(self, counts: Counts) -> None:
        self._faces = counts.faces
        self._show()

    def _ask_about(self, models: tuple[Model, ...]) -> None:
        self._take_models(models)
        if self._known.learnt_of_others:
            self.ask_without()

    def _take_models(self, models: tuple[Model, ...]) -> None:
        self._known.models = models
        self.keeps.show_models(self._known.learnt_of_others)
        self._show()
        if self._fresh and self.model is not None:
            self._fresh = False
            self._reveal()

    def _job_failed(self, error: KithError) -> None:
        """Tell it here, unless the list of models is open and does."""
        if QApplication.activeModalWidget() is None:
            self.context.notices.error(error)

    # showing

    def _show_people(self) -> None:
        people, out = self.context.people, self.preferences.options.leave_out
        wanted = [card for card in people.cards if card.id not in out]
        self.ready.show_people(wanted if people.known else None)
        self.ready.show_wishes(left_out(self.preferences.options, people.cards))
        self._show()

    def _show_plan(self) -> None:
        self.ready.show_plan(self.plan.plan)
        self._show()

    def _no_plan(self, error: KithError) -> None:
        self.ready.show_error(error, self.plan.ask)

    def _turned(self) -> None:
        self.plan.pause(paused=self.run.running)
        if self.run.state == "done":
            self._known.chosen, self._fresh = "", True
            self._refresh()
        self._show()
        if self.isVisible():
            (self.buttons.stop if self.run.running else self.buttons.train).setFocus()

    def _reveal(self) -> None:
        """Bring the proof into view, once it is laid out."""
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.outcome))

    def _show(self) -> None:
        nobody = self.context.people.known and not any(card.faces for card in self.context.people.cards)
        quiet = not self.run.running and self.model is None
        here = self._empty if nobody and quiet else self._scroll
        shown = self._evaluation if self._evaluates and self._evaluation is not None else here
        self._stack.setCurrentWidget(shown)
        for text in (self.title, self.subtitle):
            text.setVisible(not self._evaluates)
        self._show_proof()
        self.buttons.show(here=not self._evaluates, somebody=not (nobody and quiet))
        self._tell_button()

    def _show_proof(self) -> None:
        model = None if self.run.running else self.model
        self.outcome.setVisible(model is not None)
        if model is not None:
            base, standing = self._known.name(model.parent), self._standing(model)
            self.outcome.show_model(model, base, standing, self._known.remark(model))

    def _standing(self, model: Model) -> Standing:
        aside = self.context.memory.text(_ASIDE) == model.id
        place: Place = "active" if model.active else "aside" if aside else "open"
        several = len(self._known.retrained) > 1
        return Standing(place, model.report.better, self._known.name(model.parent), self._faces, several)

    def _tell_button(self) -> None:
        model = None if self.run.running else self.model
        undecided = model is not None and self._standing(model).place == "open"
        self.buttons.tell(
            self.plan.plan,
            busy=self.job.wait,
            proved=model is not None,
            second=undecided or self.job.running,
        )

    # doing

    def _use(self) -> None:
        if (model := self.model) is not None:
            self.job.switch(model.id)

    def _keep_old(self) -> None:
        if (model := self.model) is not None:
            self.context.memory.keep(_ASIDE, model.id)
            self._show()

    def _switch_back(self) -> None:
        if (model := self.model) is not None and model.parent is not None:
            self.context.memory.keep(_ASIDE, model.id)
            self.job.switch_back(model.parent)

    def _show_comparison(self) -> None:
        self.dialogs.show_comparison(self.show_proof)

    def _leave_evaluation(self) -> None:
        self._evaluates = False
        self._show()
        self.buttons.evaluate.setFocus()

    def _add_people(self) -> None:
        self.context.go("people", "enrol")

    def _sort_photos(self) -> None:
        self.context.go("photos")


def _pass(_: object) -> None:
    """A count that cannot be had is told by the next."""
