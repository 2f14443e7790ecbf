"""Buttons and the Enter key."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from app.ui.widgets.buttons import button, wait_for


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


def test_a_button_that_waits_says_what_for_and_then_what_it_does(qtbot: QtBot) -> None:
    made = button("Train", lambda: None, tip="Train on these people")
    qtbot.addWidget(made)
    wait_for(made, "Enrol two people first")
    wait_for(made, "Enrol one more")
    assert not made.isEnabled()
    assert "Enrol one more" in made.toolTip()
    wait_for(made, "")
    assert made.isEnabled()
    assert "Train on these people" in made.toolTip()
    wait_for(made, "")
    assert "Train on these people" in made.toolTip()
