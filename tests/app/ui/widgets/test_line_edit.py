"""A line of text: whose Undo it is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.ui.widgets.line_edit import LineEdit

_CTRL = Qt.KeyboardModifier.ControlModifier
_REDO = _CTRL | Qt.KeyboardModifier.ShiftModifier


class Window(QWidget):
    """A line in a window that counts its own Undo and Redo."""

    def __init__(self) -> None:
        super().__init__()
        self.undone: list[str] = []
        self.line = LineEdit()
        QVBoxLayout(self).addWidget(self.line)
        for keys in ("Ctrl+Z", "Ctrl+Shift+Z"):
            QShortcut(QKeySequence(keys), self).activated.connect(lambda keys=keys: self.undone.append(keys))


@pytest.fixture
def window(qapp: QApplication) -> Iterator[Window]:
    made = Window()
    made.show()
    made.activateWindow()
    made.line.setFocus()
    QTest.qWaitForWindowActive(made)
    yield made
    made.close()


def test_undo_takes_back_what_was_typed(window: Window) -> None:
    QTest.keyClicks(window.line, "Ada")
    QTest.keyClick(window.line, Qt.Key.Key_Z, _CTRL)
    assert window.line.text() == ""
    QTest.keyClick(window.line, Qt.Key.Key_Z, _REDO)
    assert window.line.text() == "Ada"
    assert window.undone == []


def test_undo_and_redo_are_the_windows_where_nothing_was_typed(window: Window) -> None:
    QTest.keyClick(window.line, Qt.Key.Key_Z, _CTRL)
    QTest.keyClick(window.line, Qt.Key.Key_Z, _REDO)
    assert window.undone == ["Ctrl+Z", "Ctrl+Shift+Z"]


def test_what_was_given_is_not_brought_back(window: Window) -> None:
    QTest.keyClicks(window.line, "Ada")
    window.line.clear()
    QTest.keyClick(window.line, Qt.Key.Key_Z, _CTRL)
    assert window.line.text() == ""
    assert window.undone == ["Ctrl+Z"]
