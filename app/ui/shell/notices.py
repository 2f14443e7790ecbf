"""What the window says at its lower edge: what was just done, with Undo, and what went wrong."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QWidget

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
_BAR_BUTTONS = 380
"""Pixels at the right of a page's bar where its buttons are."""


class Notices(QObject):
    """One notice at a time over the lower edge of a widget; errors stay until they are closed.

    They stand above whatever is open: a dialog or a full screen bears them as long as it is there.
    """

    def __init__(self, over: QWidget, undo: Callable[[], None], redo: Callable[[], None]) -> None:
        super().__init__(over)
        self._home, self._undo, self._redo = over, undo, redo
        self._over = over
        self._lifted = 0
        self._toast = _Toast(over)
        self._problem = _ClosableProblem(over)
        self._timer = debounce(self, _SHOWN_MS, self._toast.hide)
        over.installEventFilter(self)
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

    def lift(self, height: int) -> None:
        """From now on a page has a bar of so many pixels at its lower edge: its buttons stay free."""
        self._lifted = height
        self._place_all()

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
            self._place_all()
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

    def _place_all(self) -> None:
        for one in (self._toast, self._problem):
            if one.isVisibleTo(self._over):
                self._place(one)

    def _place(self, one: QWidget) -> None:
        room = self._over.rect()
        lifted = self._lifted if self._over is self._home else _BUTTONS
        on_bar = one is self._toast and lifted > 0 and self._over is self._home  # not on what is chosen above
        most = min(640, room.width() - 2 * _MARGIN - (_BAR_BUTTONS if on_bar else 0))
        self._toast.fit(most)
        one.setMaximumWidth(most)
        one.adjustSize()
        left = _MARGIN if on_bar else (room.width() - one.width()) // 2
        one.move(left, room.height() - _MARGIN - (0 if on_bar else lifted) - one.height())
        one.show()
        one.raise_()


def _lies_over(front: QWidget, window: QWidget) -> bool:
    """Whether it was opened by that window, or by one that was."""
    below = front.parentWidget()
    while below is not None and below is not window:
        below = below.parentWidget()
    return front.isVisible() and below is window


class _Toast(QFrame):
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

    def fit(self, most: int) -> None:
        """Let the text have what the buttons leave of so many pixels; what is longer goes on below."""
        self._text.ensurePolished()  # measured in the font it is shown in
        margins, gaps = self._row.contentsMargins(), self._row.spacing() * len(self._buttons)
        for one in self._buttons:
            one.ensurePolished()
        buttons = sum(one.sizeHint().width() for one in self._buttons)
        left = most - margins.left() - margins.right() - gaps - buttons
        self._text.setMinimumWidth(min(420, left, self._text.fontMetrics().horizontalAdvance(self.text) + 4))
        self._text.setWordWrap(True)  # else it keeps the size that it had before


class _ClosableProblem(QWidget):
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
