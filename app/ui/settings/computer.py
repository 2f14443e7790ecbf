"""Where models run, and whether everything is there that Kith needs."""

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QWidget

from app.core.errors import Cancelled, KithError
from app.core.text import NOTHING, in_a_row
from app.domain.check import Check
from app.domain.training import TrainingPlan
from app.engine.requests.settings import Doctor
from app.engine.requests.training import PlanTraining
from app.ui.look.texts import shown, tr, tr_n
from app.ui.settings.choices import Choices
from app.ui.settings.section import Choice, Section, words
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import label, set_property
from app.ui.widgets.layouts import in_row
from app.ui.widgets.problem import Problem


def devices() -> list[tuple[str, str]]:
    """Those that a computer like this may have."""
    gpu = ("mps", tr("GPU (Apple)")) if sys.platform == "darwin" else ("cuda", tr("GPU (NVIDIA)"))
    return [("auto", tr("Automatic: the fastest there is")), ("cpu", tr("Processor")), gpu]


class ComputerSection(Section):
    """The device, and the check of libraries, device, gallery and models."""

    def __init__(self, context: Context, choices: Choices) -> None:
        super().__init__(tr("This computer"))
        self._context, self._choices = context, choices
        self._found: tuple[Check, ...] = ()
        self.device = Choice(devices(), lambda value: choices.change(device=value))
        self.device.setEnabled(False)
        self.used = self.add_row(tr("Models run on"), self.device, tr("Looking at this computer"))
        self._start = button(tr("Check this computer"), self._check, icon="heartbeat")
        self._repair = button(tr("Repair"), lambda: self._check(repair=True), icon="first-aid-kit")
        self._repair.hide()
        self._copy = button(tr("Copy report"), self._copy_report, "link", icon="copy")
        self._copy.hide()
        self._state = words("", "small")
        row = in_row(self._start, self._repair, (self._state, 1), self._copy, spacing=12)
        self.column.addLayout(row)
        self._problem = Problem()
        self._problem.hide()
        self.column.addWidget(self._problem)
        self._table = QWidget()
        self._table.hide()
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setColumnStretch(2, 1)
        self.column.addWidget(self._table)
        choices.stored.connect(self._show)
        choices.saved.connect(self._written)

    @property
    def report(self) -> str:
        """What was found, line by line, in English: for a bug report."""
        lines = (f"{'ok' if one.ok else 'NOT OK'}  {one.name}: {one.detail}" for one in self._found)
        return "\n".join(lines)

    def _show(self) -> None:
        now = self._choices.now
        if now is not None:
            self.device.setEnabled(True)
            if self.device.findData(now.device) < 0:
                self.device.addItem(now.device, now.device)
            self.device.show_value(now.device)
            self._look()

    def _written(self, name: str) -> None:
        if name == "device":
            self.say_saved()

    def _look(self) -> None:
        """Ask what is used now; that takes a moment while the engine still loads."""
        self._context.bridge.ask(PlanTraining(), self._take_plan, self._unseen)

    def _take_plan(self, plan: TrainingPlan) -> None:
        kind, _, name = plan.device.partition(": ")
        if name:
            self.device.setItemText(self.device.findData(kind), tr("GPU: {name}", name=name))
        used = tr("In use: {name}", name=name or _kind_in_words(kind))
        self.used.setText(used)

    def _unseen(self, _: KithError | Cancelled) -> None:
        self.used.setText(tr("What is in use is not known now."))

    def _check(self, *, repair: bool = False) -> None:
        wait_for(self._start, tr("The check is under way"))
        self._problem.hide()
        self._repair.hide()
        self._state.setText(tr("Checking: this takes a few seconds"))
        self._context.bridge.ask(Doctor(repair), self._take_checks, self._failed)

    def _take_checks(self, found: tuple[Check, ...]) -> None:
        self._found = found
        wait_for(self._start, "")
        wrong = sum(not one.ok for one in found)
        self._state.setText(
            tr_n("{n} thing needs a look", "{n} things need a look", wrong)
            if wrong
            else tr("Everything is there")
        )
        self._clear()
        for place, one in enumerate(found):
            for column, widget in enumerate(_check_row(one)):
                self._grid.addWidget(widget, place, column, Qt.AlignmentFlag.AlignTop)
        self._repair.setVisible(any(one.mendable for one in found))
        self._table.show()
        self._copy.show()

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _failed(self, error: KithError | Cancelled) -> None:
        wait_for(self._start, "")
        self._state.setText("")
        if isinstance(error, KithError):
            self._problem.show_error(error)
            self._problem.show()

    def _copy_report(self) -> None:
        QApplication.clipboard().setText(self.report)
        self._state.setText(tr("Copied"))


def _kind_in_words(kind: str) -> str:
    return tr("this computer's processor") if kind == "cpu" else tr("this computer's GPU")


def _check_row(check: Check) -> tuple[QLabel, QLabel, QLabel]:
    mark = label("✓" if check.ok else "✗", "bold")
    set_property(mark, "tone", "good" if check.ok else "bad")
    mark.setAccessibleName(tr("well") if check.ok else tr("not well"))
    found = check.detail if check.ok else in_a_row(check.detail, NOTHING, check.remedy)
    return mark, label(shown(check.name)), words(shown(found), "muted")
