"""A layer over a page: as large as it, above all that is on it, until it is left."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class Cover(QWidget):
    """Lies over another widget; Esc leaves it, and the focus goes back to where it was.

    Signals:
        left: It was closed.
    """

    left = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._had_focus = QApplication.focusWidget()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        over.installEventFilter(self)

    def open(self) -> None:
        """Cover the widget, and take the keys."""
        self.setGeometry(self._over.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def lower_bar(self) -> QWidget | None:
        """The row of buttons at its lower edge that notices leave free, or None."""
        return None

    def peel(self) -> None:
        """One step back, as Esc asks; in the end it is left."""
        self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc takes one layer off."""
        if event.key() == Qt.Key.Key_Escape:
            self.peel()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let nothing through to what is covered."""
        event.accept()

    def focusNextPrevChild(self, next_: bool) -> bool:
        """Let Tab walk through what is on the layer alone."""
        ways = [one for one in self.findChildren(QWidget) if _by_tab(one)]
        if not ways:
            return False
        focus = QApplication.focusWidget()
        here = ways.index(focus) if focus in ways else -1 if next_ else 0
        reason = Qt.FocusReason.TabFocusReason if next_ else Qt.FocusReason.BacktabFocusReason
        ways[(here + (1 if next_ else -1)) % len(ways)].setFocus(reason)
        return True

    def closeEvent(self, _: QCloseEvent) -> None:
        """Give the focus back."""
        self._over.removeEventFilter(self)
        self.hide()
        if self._had_focus is not None and shiboken6.isValid(self._had_focus) and self._had_focus.isVisible():
            self._had_focus.setFocus()
        else:
            self._over.setFocus()
        self.left.emit()


def _by_tab(widget: QWidget) -> bool:
    by_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return by_tab and widget.isVisible() and widget.isEnabled()
