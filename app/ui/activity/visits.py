"""Who came and went: a table of visits with what to look for, and what can be done about one."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QStackedWidget, QWidget

from app.core.text import plain
from app.domain.changes import Changes
from app.domain.visit import Visit, VisitFilter
from app.engine.requests.presence import (
    CorrectVisit,
    DeleteVisits,
    ExportVisits,
    ListVisits,
    ListVisitSources,
)
from app.ui.activity.visit_table import VisitTable, source_name
from app.ui.link.debounce import debounce
from app.ui.look.texts import tr, tr_n
from app.ui.settings.section import Choice
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.labels import label, panel
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.name_edit import NameEdit

_MOST = 500
"""Visits shown at once; what is older is found by its day, or in the export."""
_WAIT_MS = 300
_DAYS = {"": 0, "today": 1, "yesterday": 2, "week": 7, "month": 30}


class Visits(QWidget):
    """Visits as the engine lists them.

    Attributes:
        table: The visits.
        person: Whose are shown.
        day: Of when.
        source: Of where.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.table = VisitTable()
        self.table.chosen.connect(self._show_actions)
        self.person = Choice([("", tr("Everyone"))], self._ask)
        self.day = Choice(_days(), self._ask)
        self.source = Choice([("", tr("Everywhere"))], self._ask)
        self.name = NameEdit(context.people, tr("Who it really was"))
        self.name.named.connect(self._correct)
        self._actions = QWidget()
        self._empty = self._nothing()
        self._state = QStackedWidget()
        self._state.addWidget(self.table)
        self._state.addWidget(self._empty)
        self._timer = debounce(self, _WAIT_MS, self.read)
        self._lay_out()
        context.bridge.changed.connect(self._changed)
        context.people.updated.connect(self._offer_people)
        context.presence.updated.connect(self._say_nothing)
        self._offer_people()
        self._say_nothing()
        self._show_actions()

    @property
    def wanted(self) -> VisitFilter:
        """What is looked for."""
        first, last = _between(self.day.value, datetime.now().astimezone().date())
        person = int(self.person.value) if self.person.value else None
        return VisitFilter(person, first, last, self.source.value or None)

    def read(self) -> None:
        """Read the visits anew."""
        self._context.bridge.ask(ListVisits(self.wanted, _MOST), self._take)
        self._context.bridge.ask(ListVisitSources(), self._offer_sources)

    def export(self, path: str) -> None:
        """Write what is looked for to a file, all of it."""
        self._context.bridge.ask(ExportVisits(Path(path), self.wanted), self._exported)

    def _lay_out(self) -> None:
        for one, name in ((self.person, tr("Person")), (self.day, tr("Day")), (self.source, tr("Source"))):
            one.setAccessibleName(name)
        export = button(tr("Export…"), self._choose_file, icon="export")
        filters = in_row(self.person, self.day, self.source, REST, export, spacing=12)
        in_row(
            label(tr("This was"), "muted"),
            (self.name, 1),
            button(tr("Nobody I know"), partial(self._correct, None)),
            button(tr("Delete"), self._delete, icon="trash"),
            on=self._actions,
            spacing=12,
        )
        held = panel()
        in_column(filters, (self._state, 1), self._actions, on=held, margins=(16, 14, 16, 14), spacing=12)
        in_column(held, on=self)

    def _nothing(self) -> EmptyState:
        self._turn_on = button(tr("Open settings"), lambda: self._context.go("settings"), "primary")
        return EmptyState("door", tr("No visits"), "", [self._turn_on])

    def _say_nothing(self) -> None:
        on = self._context.presence.on
        self._turn_on.setVisible(not on)
        self._empty.sentence.setText(
            tr("Whoever Kith is sure of while something is watched is listed here.")
            if on
            else tr("It is not kept who comes and goes. The settings can change that.")
        )

    def _ask(self, _: str) -> None:
        self.read()

    def _changed(self, changes: Changes) -> None:
        if self.isVisible() and (changes.visits or changes.people):
            self._timer.start()

    def _take(self, visits: tuple[Visit, ...]) -> None:
        self.table.show_visits(visits)
        self._state.setCurrentWidget(self.table if visits else self._empty)
        self._show_actions()

    def _offer_people(self) -> None:
        _offer(self.person, [(str(card.id), card.name) for card in self._context.people.cards])

    def _offer_sources(self, sources: tuple[str, ...]) -> None:
        _offer(self.source, [(source, source_name(source)) for source in sources])

    def _show_actions(self) -> None:
        self._actions.setVisible(bool(self.table.selected))
        self.name.setEnabled(len(self.table.selected) == 1)
        self.name.clear()

    def _correct(self, name: str | None) -> None:
        for visit in self.table.selected:
            self._context.change(CorrectVisit(visit, name))

    def _delete(self) -> None:
        self._context.change(DeleteVisits(tuple(self.table.selected)))

    def _choose_file(self) -> None:
        dialog = FileDialog(self, tr("Export visits"), "visits.csv")
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters([tr("Table (*.csv)"), tr("JSON (*.json)")])
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.export)
        dialog.open()

    def _exported(self, count: int) -> None:
        self._context.notices.say(tr_n("Wrote {n} visit", "Wrote {n} visits", count))


def _days() -> list[tuple[str, str]]:
    words = (tr("Any day"), tr("Today"), tr("Yesterday"), tr("Last 7 days"), tr("Last 30 days"))
    return list(zip(_DAYS, words, strict=True))


def _between(day: str, today: date) -> tuple[date | None, date | None]:
    """The first and the last day of a choice."""
    if not day:
        return None, None
    first = today - timedelta(days=_DAYS[day] - 1)
    return first, first if day == "yesterday" else today


def _offer(choice: Choice, options: Sequence[tuple[str, str]]) -> None:
    """Offer other options after the first, which stays; what was chosen stays too, if it is still there."""
    before = choice.value
    while choice.count() > 1:
        choice.removeItem(1)
    for value, words in options:
        choice.addItem(plain(words), value)
    choice.setCurrentIndex(max(0, choice.findData(before)))
