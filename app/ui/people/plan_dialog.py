"""Who is to be enrolled from a folder: looked through before anybody is."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QCheckBox, QHeaderView, QTableView, QWidget

from app.core.text import capital, plain
from app.domain.consent import Consent
from app.domain.people_plan import PeoplePlan, PlannedPerson
from app.ui.look.texts import facts, listed, number, shown, tr, tr_n
from app.ui.widgets.buttons import say, wait_for
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.question import Question
from app.ui.widgets.table import plain_table
from app.ui.widgets.ticked import TickedTable


class PlanDialog(Question):
    """The people found with how many pictures, what is odd, and a tick for each who is to be enrolled.

    Attributes:
        people: The people, as a table.
        inside: Whether folders that hold several people are looked into; hidden where there are none.
    """

    def __init__(
        self,
        parent: QWidget,
        plan: PeoplePlan,
        then: Callable[[tuple[PlannedPerson, ...], Consent], object],
    ) -> None:
        super().__init__(parent, tr("Enrol people from {folder}", folder=Path(plan.folder).name))
        fit(self, 640, 520)
        self._plan, self._then = plan, then
        self.people = _people(self)
        self.inside = QCheckBox()
        self.inside.setChecked(True)
        self._found = label("", "muted", wrap=True)
        self._lay_out()
        self._on = self.add_buttons("", self._enrol)
        self.inside.toggled.connect(self._show)
        self.people.dataChanged.connect(self._tell)
        self._show()
        self._on.setFocus()

    def _lay_out(self) -> None:
        several = listed(Path(one).name for one in self._plan.several)
        self.inside.setText(tr("Use the folders inside: several people each in {folders}", folders=several))
        self.inside.setVisible(bool(self._plan.several))
        for one in (self._found, self.inside):
            self.body.addWidget(one)
        self.body.addWidget(_table(self.people), 1)
        for failure in self._plan.rejected:
            text = tr("{file}: {reason}", file=Path(failure.path).name, reason=failure.reason)
            self.body.addWidget(label(text, "small", wrap=True))
        agreed = Consent().agreed(tr("Each of them"))
        asked = tr("Ask them first. This is kept too: {agreed}", agreed=agreed)
        self.body.addWidget(label(asked, "small", wrap=True))

    def _show(self) -> None:
        self.people.show_rows(self._plan.people if self.inside.isChecked() else self._plan.outer)
        self._tell()

    def _tell(self) -> None:
        chosen = self.people.chosen()
        found = tr_n("{n} person found", "{n} people found", len(self.people.rows))
        pictures = tr_n("{n} picture", "{n} pictures", sum(one.pictures for one in chosen))
        self._found.setText(facts(found, tr("{count} chosen", count=number(len(chosen))), pictures))
        say(self._on, tr_n("Enrol {n} person", "Enrol {n} people", len(chosen)))
        wait_for(self._on, "" if chosen else tr("Nobody is chosen"))

    def _enrol(self) -> None:
        self.accept()
        self._then(self.people.chosen(), Consent())


def _people(parent: QWidget) -> TickedTable[PlannedPerson]:
    """A row for each person."""
    return TickedTable(
        parent,
        (tr("Person"), tr("Pictures"), tr("What is odd")),
        lambda one: one.usable,
        lambda one: (plain(one.name), number(one.pictures), capital(shown(one.odd))),
        lambda one: "\n".join([*map(plain, one.folders), capital(shown(one.odd))]).strip(),
    )


def _table(model: QAbstractTableModel) -> QTableView:
    table = plain_table(model, tr("People"))
    table.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, 200)
    table.setColumnWidth(1, 80)
    return table
