"""Keys and fields that are typed in do not get in each other's way."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.shell.shortcuts import Keys


@pytest.fixture
def window(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QLineEdit())
    column.addWidget(QPushButton("press"))
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    yield made
    made.close()
    made.deleteLater()


def test_a_plain_key_is_left_to_the_field_that_is_typed_in(window: QWidget) -> None:
    keys, pressed = Keys(), []
    keys.add(window, "F", "full screen", lambda: pressed.append("F"), section="Live")
    field, button = window.findChild(QLineEdit), window.findChild(QPushButton)
    assert field is not None
    assert button is not None
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_F)
    assert (pressed, field.text()) == ([], "f")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_F)
    assert pressed == ["F"]


def test_keys_are_listed_while_their_widget_lives_and_told_in_tooltips(window: QWidget) -> None:
    keys = Keys()
    button = window.findChild(QPushButton)
    assert button is not None
    keys.add(button, "Ctrl+K", "knock", lambda: None, section="Door", shown_on=button)
    keys.note("Door", "Enter", "open", button)
    assert [(key.keys, key.text) for key in keys.listed()] == [("Ctrl+K", "knock"), ("Enter", "open")]
    assert button.toolTip() == "knock (Ctrl+K)"
    button.deleteLater()
    QTest.qWait(10)
    assert keys.listed() == []
