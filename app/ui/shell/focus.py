"""The keyboard stays where it was at work: what vanishes hands the focus to what is near, not to the rail."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import shiboken6
from PySide6.QtCore import QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget


@dataclass(frozen=True, slots=True)
class _Held:
    """What had the focus: whether it was in the page, and where."""

    in_page: bool
    at: QPoint


class FocusKeeper(QObject):
    """Brings the focus back from where Qt's order of tabs throws it.

    Qt hands the focus of a widget that is hidden, switched off or deleted to the next one in that order,
    which may be the rail, or to nobody, so that keys do nothing.
    """

    def __init__(self, window: QWidget, rail: QWidget, shown: Callable[[], QWidget]) -> None:
        """Watch a window.

        Args:
            window: Which.
            rail: Where the focus goes only when it is led there.
            shown: Gives the page in view.
        """
        super().__init__(window)
        self._window, self._rail, self._shown = window, rail, shown
        self._held = _Held(in_page=False, at=QPoint())
        self._last: QWidget | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._changed)

    def _changed(self, old: QWidget | None, new: QWidget | None) -> None:
        held = self._held
        if new is not None and self._window.isAncestorOf(new):
            self._held = _Held(self._shown().isAncestorOf(new), _middle(new))
            self._last = new if self._held.in_page else self._last
        strayed = new is None or self._rail.isAncestorOf(new)
        gone = not _usable(old) if old is not None else held.in_page  # while another window was in front
        if strayed and gone:
            QTimer.singleShot(0, self, partial(self._bring_back, held, new))

    def _bring_back(self, held: _Held, thrown_to: QWidget | None) -> None:
        """Give it to what is nearest, or, after a notice, to what had it before; unless somebody took it."""
        if QApplication.focusWidget() is not thrown_to or not self._window.isActiveWindow():
            return
        if not held.in_page and self._last is not None and _usable(self._last):
            self._last.setFocus()
            return
        ways = [one for one in self._shown().findChildren(QWidget) if _usable(one) and _by_tab(one)]
        if ways:
            min(ways, key=lambda one: (_middle(one) - held.at).manhattanLength()).setFocus()


def _usable(widget: QWidget) -> bool:
    return shiboken6.isValid(widget) and widget.isVisible() and widget.isEnabled()


def _by_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _middle(widget: QWidget) -> QPoint:
    return widget.mapToGlobal(widget.rect().center())
