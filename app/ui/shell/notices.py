"""What the window says at its lower edge: what was just done, with Undo, and what went wrong."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QPushButton, QWidget

from app.core.errors import Cancelled, KithError
from app.domain.changes import Changes
from app.ui.link.debounce import debounce
from app.ui.look.texts import shown, tr
from app.ui.widgets.buttons import button, key_text
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.problem import Problem

Action = tuple[str, Callable[[], None]]
"""What can be done about something: a word on a button, and what it does."""

_SHOWN_MS = 8000
_MARGIN = 20
_BUTTONS = 48
"""Height of a dialog's row of buttons, which are not to be covered."""
_MOST, _GAP, _EDGE = 640, 12, 4


class Below(Protocol):
    """What notices of the window stand on: a page."""

    def lower_bar(self) -> QWidget | None:
        """A row of buttons at the lower edge, which are to stay free, or None."""

    def make_room(self, height: int) -> None:
        """Leave so many pixels at the lower edge free where something scrolls there; 0 for none."""


class Notices(QObject):
    """One notice at a time over the lower edge of a widget; errors stay until they are closed.

    They stand above whatever is open: a dialog or a full screen bears them as long as it is there.
    """

    def __init__(self, over: QWidget, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(over)
        self._home, self._undo, self._redo = over, undo, redo
        self._over = over
        self._below: Below | None = None
        self._bar: QWidget | None = None
        self._toast = _Toast(over)
        self._problem = _ClosableProblem(over)
        self._timer = debounce(self, _SHOWN_MS, self._toast.hide)
        self._soon = debounce(self, 0, self.settle)  # once other buttons of a bar have found their places
        over.installEventFilter(self)
        for one in (self._toast, self._problem):
            one.gone.connect(self._free)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusWindowChanged.connect(self._follow)

    def done(self, changes: Changes, also: Action | None = None) -> None:
        """Say what was done, with a way to take it back, and perhaps one more thing to do."""
        if changes.label:
            self.say(shown(changes.label), tr("Undo"), self._undo, "Ctrl+Z", also)

    def undone(self, changes: Changes) -> None:
        """Say what was taken back, with a way to do it again."""
        self.say(shown(changes.label) or tr("Undone"), tr("Redo"), self._redo, "Ctrl+Shift+Z")

    def say(
        self,
        text: str,
        action: str = "",
        then: Callable[[], None] | None = None,
        keys: str = "",
        also: Action | None = None,
    ) -> None:
        """Say something for a while, with at most two things to do about it."""
        self._stand_over(self._foremost())
        wording = f"{action}  {key_text(keys)}" if keys else action
        own = [] if then is None else [(wording, then)]
        self._toast.tell(text, [*own, *([] if also is None else [also])])
        self._place(self._toast)
        self._timer.start()

    def error(self, error: KithError | Cancelled) -> None:
        """Tell an error until it is closed; a cancelling needs no words."""
        if isinstance(error, KithError):
            self._stand_over(self._foremost())
            self._toast.hide()
            self._problem.tell(error)
            self._place(self._problem)

    def stand_on(self, below: Below) -> None:
        """From now on stand on this page: on its bar, beside the buttons, or below all that it shows."""
        self._make_room(0)
        self._below = below
        self.settle()

    def settle(self) -> None:
        """Find a place anew: the page shows something else."""
        for one in (self._toast, self._problem):
            if one.isVisibleTo(self._over):
                self._place(one)

    def hush(self) -> None:
        """Say no more of what was done: what comes now tells itself."""
        self._toast.hide()

    def clear(self) -> None:
        """Say nothing any more."""
        self._toast.hide()
        self._problem.hide()

    def peel(self) -> bool:
        """Close the error that is told; whether there was one."""
        told = self.problem is not None
        self._problem.hide()
        return told

    @property
    def text(self) -> str:
        """What is being said, or ""."""
        return self._toast.text if self._toast.isVisibleTo(self._over) else ""

    @property
    def problem(self) -> KithError | None:
        """The error being told, or None."""
        return self._problem.panel.error if self._problem.isVisibleTo(self._over) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge when the window changes its size, and go home from one that is closed."""
        if event.type() == QEvent.Type.Resize:
            self.settle()
        elif event.type() == QEvent.Type.LayoutRequest and watched is self._bar:
            self._soon.start()
        elif event.type() == QEvent.Type.Hide and watched is self._over is not self._home:
            self._stand_over(self._home)
        return super().eventFilter(watched, event)

    def _follow(self, _: object) -> None:
        """Another window is in front."""
        self._stand_over(self._foremost())

    def _foremost(self) -> QWidget:
        """What is open in front of the home, or the home."""
        front = QApplication.activeModalWidget() or QApplication.activeWindow()
        return front if front is not None and _lies_over(front, self._home.window()) else self._home

    def _stand_over(self, host: QWidget) -> None:
        if host is self._over:
            return
        shown = [one for one in (self._toast, self._problem) if one.isVisibleTo(self._over)]
        if self._over is not self._home:
            self._over.removeEventFilter(self)
        if host is not self._home:
            host.installEventFilter(self)
        self._over = host
        for one in (self._toast, self._problem):
            one.setParent(host)
        for one in shown:
            self._place(one)

    def _place(self, one: QWidget) -> None:
        room, bar = self._over.rect(), self._find_bar()
        most = min(_MOST, room.width() - 2 * _MARGIN)
        spot = _spot(self._over, bar) if bar is not None else QRect()
        beside = min(most, _first_button(self._over, bar) - spot.left() - _GAP) if bar is not None else 0
        on_bar = one is self._toast and beside > 0 and self._toast.fits(beside)
        self._toast.fit(beside if on_bar else most)
        one.setMaximumWidth(beside if on_bar else most)
        one.adjustSize()
        if on_bar:
            foot = spot.center().y() + max(spot.height(), one.height()) // 2
            one.move(spot.left(), min(foot, room.height() - _EDGE) - one.height())
        else:
            above = room.height() - spot.top() + _GAP if bar is not None else _MARGIN
            free = above if self._over is self._home else _MARGIN + _BUTTONS
            one.move((room.width() - one.width()) // 2, room.height() - free - one.height())
        one.show()
        one.raise_()
        alone = bar is None and self._over is self._home
        self._make_room(_MARGIN + one.height() + _GAP if alone else 0)

    def _find_bar(self) -> QWidget | None:
        """The page's bar, if there is one in view and nothing lies over the page."""
        bar = self._below.lower_bar() if self._below is not None and self._over is self._home else None
        if bar is None or not bar.isVisibleTo(self._over):
            return None
        bar.installEventFilter(self)  # once, however often
        self._bar = bar
        self._make_room(0)
        return bar

    def _free(self) -> None:
        self._make_room(0)

    def _make_room(self, height: int) -> None:
        if self._below is not None:
            self._below.make_room(height)


def _spot(over: QWidget, one: QWidget) -> QRect:
    return QRect(one.mapTo(over, QPoint()), one.size())


def _first_button(over: QWidget, bar: QWidget) -> int:
    """Where a bar's buttons begin, from the left."""
    shown = [one for one in bar.findChildren(QAbstractButton) if one.isVisibleTo(bar)]
    return min((_spot(over, one).left() for one in shown), default=_spot(over, bar).right() + _GAP)


def _lies_over(front: QWidget, window: QWidget) -> bool:
    """Whether it was opened by that window, or by one that was."""
    below = front.parentWidget()
    while below is not None and below is not window:
        below = below.parentWidget()
    return front.isVisible() and below is window


class _Notice(QFrame):
    """What is said.

    Signals:
        gone: It is not seen any more.
    """

    gone = Signal()

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that what lies below is free."""
        super().hideEvent(event)
        self.gone.emit()


class _Toast(_Notice):
    """A line of text and what can be done."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._text = label("", "plain", wrap=True)
        self._buttons: list[QPushButton] = []
        self._row = in_row((self._text, 1), on=self, margins=(16, 8, 8, 8), spacing=12)
        self.hide()

    @property
    def text(self) -> str:
        return self._text.text()

    def tell(self, text: str, actions: Sequence[Action]) -> None:
        self._text.setText(text)
        self.setAccessibleName(text)
        for old in self._buttons:
            old.hide()
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = [button(wording, then, "link") for wording, then in actions]
        for made in self._buttons:
            made.clicked.connect(self.hide)
            self._row.addWidget(made)
            made.show()  # else it takes no room until the next event

    def fits(self, most: int) -> bool:
        """Whether so many pixels are enough for what it says, on two lines at most."""
        return self._left(most) * 2 > 1.1 * self._text.fontMetrics().horizontalAdvance(self.text)

    def fit(self, most: int) -> None:
        """Let the text have what the buttons leave of so many pixels; what is longer goes on below."""
        left = self._left(most)
        self._text.setMinimumWidth(min(420, left, self._text.fontMetrics().horizontalAdvance(self.text) + 4))
        self._text.setWordWrap(True)  # else it keeps the size that it had before

    def _left(self, most: int) -> int:
        """What the buttons leave for the text."""
        self._text.ensurePolished()  # measured in the font it is shown in
        margins, gaps = self._row.contentsMargins(), self._row.spacing() * len(self._buttons)
        for one in self._buttons:
            one.ensurePolished()
        buttons = sum(one.sizeHint().width() for one in self._buttons)
        return most - margins.left() - margins.right() - gaps - buttons


class _ClosableProblem(_Notice):
    """An error with a way to close it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.panel = Problem()
        in_column(self.panel, on=self)
        self.setMinimumWidth(360)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def tell(self, error: KithError) -> None:
        close = button(tr("Close"), self.hide)
        self.panel.show_error(error, [close])
        self.adjustSize()
