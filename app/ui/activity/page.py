"""What was done, with a way back, and what is going on."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.domain.journal import JournalEntry
from app.engine.requests.activity import History, Redo, Undo, UndoAlone, UndoBackTo
from app.engine.requests.base import Request
from app.ui.activity.jobs import JobsPanel
from app.ui.activity.journal import Journal
from app.ui.activity.visits import Visits
from app.ui.link.when_seen import WhenSeen
from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.widgets.buttons import button
from app.ui.widgets.empty import EmptyState
from app.ui.widgets.labels import Elided, label, panel
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.problem import Problem
from app.ui.widgets.split import Split

_WAIT_MS = 20
_AT_ONCE = 100
"""Entries read at first; scrolling to the end reads twice as many."""


class ActivityPage(Page):
    """The journal beside the jobs.

    Attributes:
        journal: What was done, newest first.
        jobs: What is going on, and how it ended.
        visits: Who came and went.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Activity"))
        self.subtitle.setText(tr("What was done, and what is going on"))
        self._limit = _AT_ONCE
        self._person: int | None = None
        self._heading = Elided(tr("What was done"), "bold")
        self._all = button(tr("Show all"), partial(self._show_person, None), "link")
        self._all.hide()
        self._ready = context.people.known
        self.journal = Journal(self._undo, self._redo)
        self.journal.more_wanted.connect(self._read_more)
        self.journal.alone_wanted.connect(lambda entry: self._write(UndoAlone(entry)))
        self.journal.back_wanted.connect(self._undo_back_to)
        self.jobs = JobsPanel(context.jobs)
        self._wait = label(tr("Reading what was done"), "muted")
        self._wait.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._problem = Problem()
        self._state = QStackedWidget()
        for one in (self._wait, self.journal, self._nothing(), self._held(self._problem)):
            self._state.addWidget(one)
        self._parts = QStackedWidget()
        self._parts.addWidget(Split(context.memory, "activity", self._history_panel(), self.jobs))
        self.visits = Visits(context)
        self._parts.addWidget(self.visits)
        self._tabs = self._make_tabs()
        self.body.addWidget(self._parts, 1)
        self._reading = WhenSeen(self, _WAIT_MS, self._read)
        context.bridge.ready.connect(self._engine_ready)
        context.bridge.changed.connect(self._changed)
        self._read()

    def tells(self) -> Collection[int]:
        """All of them."""
        return self.context.jobs.running.keys()

    def enter(self, *task: object) -> None:
        """Days have other names after midnight; a task shows who came and went, or a person's changes.

        Args:
            task: "visits", or the identifier of a person.
        """
        self.journal.name_days()
        people = [one for one in task if isinstance(one, int)]
        if people:
            self._show_person(people[0])
        self._show_part(1 if "visits" in task else 0 if people else self._parts.currentIndex())

    def _show_person(self, person: int | None) -> None:
        """Show what was done with one person, or with None all there is."""
        self._person, self._limit = person, _AT_ONCE
        card = self.context.people.get(person) if person is not None else None
        name = card.name if card is not None else "?"
        self._heading.setText(
            tr("What was done") if person is None else tr("What was done with {name}", name=name)
        )
        self._all.setVisible(person is not None)
        self.journal.whole = person is None
        self._state.setCurrentIndex(0)
        self._read()

    def _make_tabs(self) -> list[QPushButton]:
        tabs = [
            button(tr("Changes and jobs"), partial(self._show_part, 0)),
            button(tr("Visits"), partial(self._show_part, 1)),
        ]
        for tab in tabs:
            tab.setProperty("kind", "tab")
            tab.setCheckable(True)
            self.tools.addWidget(tab)
        return tabs

    def _show_part(self, part: int) -> None:
        self._parts.setCurrentIndex(part)
        for place, tab in enumerate(self._tabs):
            tab.setChecked(place == part)
        if part == 1:
            self.visits.read()

    def _history_panel(self) -> QWidget:
        made = panel()
        head = in_row((self._heading, 1), self._all, spacing=8)
        in_column(head, (self._state, 1), on=made, margins=(16, 14, 8, 8), spacing=8)
        return made

    def _nothing(self) -> QWidget:
        add = button(tr("Add a person"), lambda: self.context.go("people", "enrol"), "primary")
        return EmptyState(
            "clock-counter-clockwise",
            tr("Nothing was done yet"),
            tr("Whatever you change is listed here, and can be taken back."),
            [add],
        )

    def _held(self, problem: Problem) -> QWidget:
        made = QWidget()
        in_column(problem, REST, on=made, margins=(0, 0, 8, 8))
        return made

    def _engine_ready(self, stage: str) -> None:
        if stage == "library":
            self._ready = True
            self._read()

    def _changed(self, changes: Changes) -> None:
        if changes.entries:
            self._reading.start()

    def _read(self) -> None:
        person = self._person

        def take(entries: tuple[JournalEntry, ...]) -> None:
            if person == self._person:
                self._take(entries)

        self.context.bridge.ask(History(self._limit, person), take, self._failed)

    def _read_more(self) -> None:
        self._limit *= 2
        self._read()

    def _take(self, entries: tuple[JournalEntry, ...]) -> None:
        self.journal.show_entries(entries, more=len(entries) == self._limit)
        self._state.setCurrentIndex(1 if entries else 2)

    def _failed(self, error: KithError | Cancelled) -> None:
        """Before the engine is there, nothing is wrong: it is asked again when it is."""
        if self._ready and isinstance(error, KithError):
            self._problem.show_error(error, [button(tr("Try again"), self._read)])
            self._state.setCurrentIndex(3)

    def _undo(self) -> None:
        self.context.bridge.ask(Undo(), self.context.notices.undone, self.context.notices.error)

    def _undo_back_to(self, entry: int) -> None:
        self.context.bridge.ask(UndoBackTo(entry), self.context.notices.undone, self.context.notices.error)

    def _redo(self) -> None:
        self._write(Redo())

    def _write(self, request: Request[Changes]) -> None:
        self.context.bridge.ask(request, self.context.notices.done, self.context.notices.error)
