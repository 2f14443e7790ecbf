"""Widgets in lines that wrap."""

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from app.ui.widgets.flow import Flow


def test_no_button_is_narrower_than_its_words(qtbot: QtBot) -> None:
    buttons = [QPushButton(f"Both are Somebody Else {number}") for number in range(3)]
    flow = Flow(buttons, centred=False)
    qtbot.addWidget(flow)
    flow.show()
    for width in (900, 400, 200):
        flow.resize(width, flow.heightForWidth(width))
        assert all(one.width() == one.sizeHint().width() for one in buttons)
        assert all(flow.rect().contains(one.geometry()) or width < one.width() for one in buttons)
        assert buttons[0].x() == 0
    assert len({one.y() for one in buttons}) == 3


def test_a_line_stands_in_the_middle_unless_told_otherwise(qtbot: QtBot) -> None:
    one = QPushButton("One")
    flow = Flow([one])
    qtbot.addWidget(flow)
    flow.resize(500, 60)
    flow.show()
    assert abs(one.geometry().center().x() - 250) <= 1
