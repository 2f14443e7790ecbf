"""Buttons and the Enter key."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout

from app.ui.widgets.buttons import button


def test_enter_presses_the_button_that_has_the_focus_not_the_default(qapp: QApplication) -> None:
    pressed: list[str] = []
    dialog = QDialog()
    column = QVBoxLayout(dialog)
    cancel, on = (button(text, partial(pressed.append, text)) for text in ("Cancel", "Go on"))
    for one in (cancel, on):
        column.addWidget(one)
    on.setDefault(True)
    dialog.show()
    cancel.setFocus()
    QTest.keyClick(cancel, Qt.Key.Key_Return)
    assert pressed == ["Cancel"]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert pressed == ["Cancel", "Go on"]
