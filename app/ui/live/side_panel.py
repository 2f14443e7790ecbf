"""Who is here now and who was earlier, beside the picture."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from time import time

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from app.core.language import language
from app.domain.decision import IN_COMMON, State
from app.ui.live.sightings import Sighting, Sightings, why
from app.ui.look.texts import as_sentences, duration, facts, listed, tip, tr, tr_n
from app.ui.widgets.buttons import button, say
from app.ui.widgets.labels import Elided, Tone, label, panel, pill, set_property
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.rounded import rounded

_WIDTH = 288
_NARROWEST = 220
_COLUMN = 250
"""Pixels of a column of people, where there is room for several."""
_EVERY_MS = 400
"""Names come and go no faster than they can be read."""


class SidePanel(QFrame):
    """Two lists of people, read from `Sightings` a few times a second while it is shown.

    Signals:
        chosen: Someone was chosen: their `Sighting`.
    """

    chosen = Signal(object)

    def __init__(self, sightings: Sightings) -> None:
        super().__init__()
        self._sightings = sightings
        self.setProperty("role", "panel")
        self.setMinimumWidth(_NARROWEST)
        self._nobody = label(tr("Nobody in view"), "muted")
        self._here = _Rows(42, here=True)
        self._earlier = _Rows(34, here=False)
        for rows in (self._here, self._earlier):
            rows.chosen.connect(self.chosen)
        self._ignored = button("", self._take_back, "link", tip=tr("Show boxes and names again"))
        self._earlier_title = label(tr("Earlier"), "bold")
        self._passers_by = label("", "small")
        self._passers_by.setToolTip(tr("Faces too small or too briefly in view to be anyone"))
        self._promise, self._below = label("", "small", wrap=True), label("", "small")
        self.promise(kept=False)
        self._foot, self._line = QWidget(), panel("line")
        self._lists = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.refresh)

    def sizeHint(self) -> QSize:
        """A width to begin with."""
        return QSize(_WIDTH, super().sizeHint().height())

    def promise(self, *, kept: bool) -> None:
        """Say whether anything is kept of who is seen."""
        for one in (self._promise, self._below):
            one.setText(tr("Who comes and goes is kept.") if kept else tr("Nothing seen here is kept."))

    def lie(self, *, beside: bool) -> None:
        """Lie beside the picture, one list below the other, or below it, the lists side by side."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lists.setDirection(down if beside else across)
        self._lists.setStretch(0, 0 if beside else 1)
        self._lists.setContentsMargins(16, 14 if beside else 10, 8, 14 if beside else 6)
        for one in (self._foot, self._line):
            one.setVisible(beside)
        self._below.setVisible(not beside)

    def watch(self, *, running: bool, lost: bool = False) -> None:
        """Follow who is here, or rest; while the source is lost, nobody knows who is."""
        self._nobody.setText(tr("There is no picture now") if lost else tr("Nobody in view"))
        self.refresh()
        if running:
            self._timer.start()
        else:
            self._timer.stop()

    def refresh(self) -> None:
        """Show who is here now."""
        now = time()
        self._nobody.setVisible(not self._sightings.listed())
        self._here.show_people(self._sightings.listed(), self._with_place(partial(_since, now)))
        gone, ignored = self._sightings.gone(), self._sightings.ignored_count()
        passers_by = self._sightings.passers_by
        self._lists.setStretch(1, 1 if gone or passers_by else 0)  # before anything of it is laid out
        self._earlier.show_people(gone, self._with_place(_when))
        say(self._ignored, tr_n("Take {n} ignored face back", "Take {n} ignored faces back", ignored))
        self._ignored.setVisible(ignored > 0)
        self._passers_by.setText(tr_n("{n} passer-by", "{n} passers-by", passers_by))
        self._passers_by.setVisible(passers_by > 0)
        self._earlier_title.setVisible(bool(gone))

    def _with_place(self, said: Callable[[Sighting], str]) -> Callable[[Sighting], str]:
        return lambda one: facts(said(one), self._sightings.where(one))

    def _take_back(self) -> None:
        self._sightings.take_all_back()
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        ignored = (self._ignored, 0, Qt.AlignmentFlag.AlignLeft)
        head = in_row(label(tr("Here now"), "bold"), 12, self._below, REST)
        here = in_column(head, self._nobody, self._here, ignored, REST, spacing=10)
        earlier = in_column(self._earlier_title, self._earlier, self._passers_by, REST, spacing=10)
        self._lists.setContentsMargins(16, 14, 8, 14)
        self._lists.setSpacing(16)
        self._lists.addLayout(here)
        self._lists.addLayout(earlier, 1)
        inside.setLayout(self._lists)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        in_row(self._promise, on=self._foot, margins=(16, 8, 16, 10))
        in_column((area, 1), self._line, self._foot, on=self, margins=(1, 1, 1, 1), spacing=0)


class _Rows(QWidget):
    """People below each other, in as many columns as there is room for; rows are used again."""

    chosen = Signal(object)

    def __init__(self, side: int, *, here: bool) -> None:
        super().__init__()
        self._side, self._here = side, here
        self._rows: list[_Row] = []
        self._columns = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)

    def show_people(self, people: Sequence[Sighting], said: Callable[[Sighting], str]) -> None:
        while len(self._rows) < len(people):
            row = _Row(self._side, here=self._here)
            row.clicked.connect(lambda _=False, row=row: self.chosen.emit(row.one))
            self._rows.append(row)
            self._put(len(self._rows) - 1)
        for row, one in zip(self._rows, people, strict=False):
            row.show_one(one, said(one))
        for place, row in enumerate(self._rows):
            row.setVisible(place < len(people))
        self.setVisible(bool(people))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if (columns := max(1, self.width() // _COLUMN)) != self._columns:
            self._columns = columns
            for place in range(len(self._rows)):
                self._put(place)
            for column in range(columns, self._grid.columnCount()):
                self._grid.setColumnStretch(column, 0)

    def _put(self, place: int) -> None:
        """Put a row where it belongs."""
        row, column = divmod(place, self._columns)
        self._grid.addWidget(self._rows[place], row, column)
        self._grid.setColumnStretch(column, 1)


class _Row(QPushButton):
    """Somebody: their picture, what they are called, since when, and how sure that is."""

    def __init__(self, side: int, *, here: bool) -> None:
        super().__init__()
        self.one: Sighting | None = None
        self._side, self._here = side, here
        self._key = 0
        self.setProperty("kind", "row")
        self.setMinimumHeight(side + 8)
        self.setSizePolicy(
            QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Minimum
        )  # higher where a name wraps
        self._picture = QLabel()
        self._picture.setFixedSize(side, side)
        self._name = Elided("", "bold", lines=3)
        self._since = Elided("", "small", lines=2)
        self._state = pill()
        below = in_row((self._since, 1), self._state, spacing=6)
        texts = in_column(REST, self._name, below, REST, spacing=1)
        in_row(self._picture, (texts, 1), on=self, margins=(0, 4, 0, 4), spacing=8)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_one(self, one: Sighting, since: str) -> None:
        self.one = one
        if one.picture.cacheKey() != self._key:
            self._key = one.picture.cacheKey()
            self._picture.setPixmap(rounded(one.picture, self._side, self.devicePixelRatioF()))
        self._name.setText(one.title)
        self._since.setText(since)
        text, tone = _state(one)
        self._state.setText(text)
        self._state.setVisible(self._here and bool(text))
        self.setToolTip(tip(_tip(one)))
        set_property(self._state, "pill", tone)
        self.setAccessibleName(listed(filter(None, (one.title, since, text))))


def _state(one: Sighting) -> tuple[str, Tone]:
    """How sure a name is, or why there is none: that somebody is unknown is what they are called."""
    if one.face.spoofed:
        return (tr("Picture?") if one.state is not State.UNKNOWN else ""), "warning"
    if one.state is State.NAME:
        return tr("Sure"), "accent"
    if one.state is State.UNSURE:
        return tr("Unsure"), "warning"
    return ("" if one.face.recognisable else tr("Not clear")), "plain"


def _tip(one: Sighting) -> str:
    """What a row stands for, and what a click on it does."""
    if one.face.sign is not None:
        return why(one.face.sign)
    if one.state is State.NAME:
        return tr("Open {name}'s page", name=one.title)
    if not one.face.recognisable:
        return tr("Too blurred, covered or turned away to be recognised")
    if one.face.in_common:
        return as_sentences(IN_COMMON, tr("Say who this is"))
    return tr("Say who this is")


def _since(now: float, one: Sighting) -> str:
    """How long they have been here; of a stranger who came again, how often they came."""
    if one.state is State.UNKNOWN and one.face.visits > 1:
        return tr("seen {count} times", count=one.face.visits)
    return tr("for {time}", time=duration(now - one.since))


def _with_visits(when: str, one: Sighting) -> str:
    if one.state is not State.UNKNOWN or one.face.visits < 2:
        return when
    return tr("{when} · seen {count} times", when=when, count=one.face.visits)


def _when(one: Sighting) -> str:
    """From when to when, as a clock says it."""
    first, last = (_clock(seconds) for seconds in (one.since, one.last))
    when = first if first == last else tr("{first} to {last}", first=first, last=last)
    return _with_visits(when, one)


def _clock(seconds: float) -> str:
    return language().clock(datetime.fromtimestamp(seconds).time())
