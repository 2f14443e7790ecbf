"""Another library brought in: looked through before anything is."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from app.core.errors import Cancelled, KithError
from app.core.text import capital, plain
from app.domain.handover import LibraryPlan, MovedPerson
from app.engine.requests.handover import ImportLibrary, PlanLibrary
from app.ui.look.texts import facts, number, shown, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.buttons import wait_for
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.question import Question
from app.ui.widgets.table import Index, TableModel, plain_table


def ask_library(context: Context, over: QWidget) -> None:
    """Ask for the file, and then whether it is brought in."""
    picker = FileDialog(over, tr("Choose a library"), "", tr("Library of Kith (*.kith)"))
    picker.setFileMode(FileDialog.FileMode.ExistingFile)
    picker.fileSelected.connect(lambda path: look_into(context, over, Path(path)))
    picker.open()


def look_into(context: Context, over: QWidget, path: Path) -> None:
    """Show what a library would add."""

    def failed(error: KithError | Cancelled) -> None:
        context.notices.clear()
        context.notices.error(error)

    def planned(plan: LibraryPlan) -> None:
        context.notices.clear()
        LibraryDialog(over, path, plan, lambda: context.change(ImportLibrary(path))).open()

    context.notices.say(tr("Looking at {file}", file=path.name))
    context.bridge.ask(PlanLibrary(path), planned, failed)


class LibraryDialog(Question):
    """Everyone in a library, with how many of their faces are new here and what is odd.

    Attributes:
        people: They, as a table.
    """

    def __init__(self, parent: QWidget, path: Path, plan: LibraryPlan, then: Callable[[], object]) -> None:
        super().__init__(parent, tr("Bring in {file}", file=path.name), _sentence(plan))
        self._then = then
        self.people = _People(self)
        self.people.show_rows(plan.people)
        if plan.people:
            fit(self, 720, 520)
            table = plain_table(self.people, tr("People"))
            table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
            for column, width in enumerate((170, 120, 110, 130)):
                table.setColumnWidth(column, width)
            self.body.addWidget(table, 1)
        unseen = tr(
            "Photos stay where they are. Those that are new here are found as their folder is imported."
        )
        self.body.addWidget(label(unseen, "small", wrap=True))
        on = self.add_buttons(tr("Bring in"), self._bring_in)
        wait_for(on, "" if plan.changes else tr("There is nothing new in this library"))
        on.setFocus()

    def _bring_in(self) -> None:
        self.accept()
        self._then()


class _People(TableModel[MovedPerson]):
    """A row for each person."""

    def __init__(self, parent: QWidget) -> None:
        heads = (tr("Person"), tr("New faces"), tr("To name"), tr("Stay as here"), tr("What is odd"))
        super().__init__(parent, heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        one = self.rows[index.row()]
        stay = one.same + one.kept
        return (
            plain(one.called),
            number(one.faces),
            number(one.named),
            number(stay),
            capital(shown(one.odd)),
        )[index.column()]


def _sentence(plan: LibraryPlan) -> str:
    return facts(
        tr_n("{n} person", "{n} people", len(plan.people)),
        tr_n("{n} photo is new", "{n} photos are new", plan.photos),
        tr_n("{n} face is new", "{n} faces are new", plan.faces),
        tr_n("{n} photo is here already", "{n} photos are here already", plan.same) if plan.same else "",
        tr_n("{n} answer is new", "{n} answers are new", plan.said) if plan.said else "",
        tr_n("{n} retrained model is new", "{n} retrained models are new", plan.networks)
        if plan.networks
        else "",
    )
