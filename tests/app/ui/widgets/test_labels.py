"""Texts by their role."""

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.labels import Elided, Hint
from app.ui.widgets.layouts import REST, in_column
from app.ui.widgets.line_edit import LineEdit


def test_a_hint_goes_away_once_it_is_followed(qapp: QApplication) -> None:
    field = LineEdit()
    hint = Hint(field.textChanged)
    hint.tell("Write a name first.")
    assert (hint.text(), hint.isHidden()) == ("Write a name first.", False)
    field.setText("A")
    assert (hint.text(), hint.isHidden()) == ("", True)


def test_a_text_on_two_lines_gets_the_height_that_it_takes(qapp: QApplication) -> None:
    window, name = QWidget(), Elided("Arnold", lines=2)
    in_column(name, REST, on=window)
    window.show()  # first, as an earlier test's style has its own font
    line = name.fontMetrics().lineSpacing()
    window.resize(name.fontMetrics().horizontalAdvance("Schwarzenegger") + 4, 200)
    for text, lines, cut in (
        ("Arnold", 1, False),
        ("Arnold Schwarzenegger", 2, False),
        ("Arnold Schwarzenegger, who was there, too", 2, True),
        ("Arnold Schwarzenegger, who was there, too…", 2, True),
    ):
        name.setText(text)
        qapp.processEvents()
        name.grab()
        assert (name.height(), bool(name.toolTip())) == (lines * line, cut)
    window.close()


def test_lines_are_as_high_before_it_is_seen_as_when_it_is(qtbot: QtBot) -> None:
    ground = QWidget()
    ground.setStyleSheet("QLabel { font-size: 40px; }")
    qtbot.addWidget(ground)
    words = Elided("Arnold Schwarzenegger", lines=3)
    words.setParent(ground)
    before = words.heightForWidth(400)
    ground.show()
    assert words.fontMetrics().height() > 40
    assert words.heightForWidth(400) == before >= 2 * words.fontMetrics().lineSpacing()
