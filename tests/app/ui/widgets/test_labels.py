"""Texts by their role."""

from PySide6.QtWidgets import QApplication

from app.ui.widgets.labels import Hint
from app.ui.widgets.line_edit import LineEdit


def test_a_hint_goes_away_once_it_is_followed(qapp: QApplication) -> None:
    field = LineEdit()
    hint = Hint(field.textChanged)
    hint.tell("Write a name first.")
    assert (hint.text(), hint.isHidden()) == ("Write a name first.", False)
    field.setText("A")
    assert (hint.text(), hint.isHidden()) == ("", True)
