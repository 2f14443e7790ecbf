"""Taking over the names that other programs gave: looked through before anything is taken over."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHeaderView, QWidget

from app.core.errors import Cancelled, KithError
from app.core.text import capital, plain
from app.domain.handover import NamesPlan, PlannedName
from app.engine.requests.handover import PlanNames, TakeNames
from app.ui.look.texts import facts, number, shown, tr, tr_n
from app.ui.shell.context import Context
from app.ui.widgets.buttons import say, wait_for
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import label
from app.ui.widgets.question import Question
from app.ui.widgets.table import plain_table
from app.ui.widgets.ticked import TickedTable

_NAMED = 3
"""Files that could not be read that are named; the others are counted."""


def ask_names(context: Context, over: QWidget) -> None:
    """Ask for the folder, and then whose names in it are taken over."""
    picker = FileDialog(over, tr("Choose a folder of photos that another program put names into"))
    picker.choose_folder()
    picker.fileSelected.connect(lambda folder: look_for_names(context, over, Path(folder)))
    picker.open()


def look_for_names(context: Context, over: QWidget, source: Path) -> None:
    """Show whose names there are."""

    def planned(plan: NamesPlan) -> None:
        context.notices.clear()
        NamesDialog(over, plan, lambda people: context.change(TakeNames(people, source.name))).open()

    def failed(error: KithError | Cancelled) -> None:
        context.notices.clear()
        context.notices.error(error)

    context.notices.say(tr("Looking for names in {folder}", folder=source.name))
    context.bridge.ask(PlanNames(source), planned, failed)


class NamesDialog(Question):
    """The names found, how many faces get each, what is odd, and a tick for each that is taken over.

    Attributes:
        people: The names, as a table.
    """

    def __init__(
        self, parent: QWidget, plan: NamesPlan, then: Callable[[tuple[PlannedName, ...]], object]
    ) -> None:
        super().__init__(parent, tr("Take over names from {folder}", folder=Path(plan.source).name))
        if plan.people:
            fit(self, 760, 520)
        self._plan, self._then = plan, then
        self.people = _table(self)
        self.people.show_rows(plan.people)
        self._found = label("", "muted", wrap=True)
        self._lay_out()
        if not plan.people:
            self._found.setText(tr("No names were found in or beside the photos there."))
            self.add_close()
            return
        self._on = self.add_buttons("", self._take)
        self.people.dataChanged.connect(self._tell)
        self._tell()
        self._on.setFocus()

    def _lay_out(self) -> None:
        self.body.addWidget(self._found)
        table = plain_table(self.people, tr("Names"))
        table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate((170, 90, 130, 120)):
            table.setColumnWidth(column, width)
        self.body.addWidget(table, 1)
        table.setVisible(bool(self._plan.people))
        for text in _remarks(self._plan):
            self.body.addWidget(label(text, "small", wrap=True))

    def _tell(self) -> None:
        chosen = self.people.chosen()
        names = tr_n("{n} name found", "{n} names found", len(self.people.rows))
        photos = tr_n("{n} photo", "{n} photos", self._plan.photos)
        self._found.setText(facts(names, photos, tr("{count} chosen", count=number(len(chosen)))))
        faces = sum(one.count for one in chosen)
        say(self._on, tr_n("Name {n} face", "Name {n} faces", faces))
        wait_for(self._on, "" if chosen else tr("There is nothing to take over"))

    def _take(self) -> None:
        self.accept()
        self._then(self.people.chosen())


def _table(parent: QWidget) -> TickedTable[PlannedName]:
    headings = (tr("Person"), tr("Faces"), tr("Stay as here"), tr("No face"), tr("What is odd"))
    made: TickedTable[PlannedName] = TickedTable(
        parent,
        headings,
        lambda one: one.usable,
        lambda one: (
            plain(one.name),
            number(len(one.faces)),
            number(one.same + one.kept),
            number(len(one.places) + one.missing),
            capital(shown(one.odd)),
        ),
        _about,
    )
    return made


def _about(one: PlannedName) -> str:
    """What each count of a row means."""
    lines = (
        tr_n("{n} face gets this name", "{n} faces get this name", len(one.faces)),
        tr_n("{n} face has it already", "{n} faces have it already", one.same) if one.same else "",
        tr_n("{n} face is said to be another's here", "{n} faces are said to be another's here", one.kept)
        if one.kept
        else "",
        tr_n(
            "a box is drawn at {n} place where no face was found",
            "a box is drawn at {n} places where no face was found",
            len(one.places),
        )
        if one.places
        else "",
        tr_n("{n} name that no face was found for", "{n} names that no face was found for", one.missing)
        if one.missing
        else "",
    )
    return "\n".join(filter(None, lines))


def _remarks(plan: NamesPlan) -> list[str]:
    """What could not be looked at."""
    remarks = [
        tr("{file}: {reason}", file=Path(one.path).name, reason=one.reason) for one in plan.failed[:_NAMED]
    ]
    if (more := len(plan.failed) - _NAMED) > 0:
        remarks.append(tr_n("{n} more file could not be read", "{n} more files could not be read", more))
    if plan.unknown:
        remarks.append(
            tr_n(
                "{n} picture with names is not in the gallery yet: import its folder in Photos first.",
                "{n} pictures with names are not in the gallery yet: import their folder in Photos first.",
                plan.unknown,
            )
        )
    return remarks
