"""What is out of view is read anew when it is seen, and only then."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.ui.link.when_seen import WhenSeen


def test_what_is_asked_for_out_of_view_is_done_once_when_it_is_seen(qtbot: QtBot) -> None:
    widget, done = QWidget(), list[int]()
    qtbot.addWidget(widget)
    reading = WhenSeen(widget, 20, lambda: done.append(1))
    widget.show()
    for _ in range(5):
        reading.start()
        assert done == []
    qtbot.waitUntil(lambda: done == [1])
    widget.hide()
    for _ in range(5):
        reading.start()
    qtbot.wait(60)
    assert done == [1]
    widget.show()
    assert done == [1, 1], "at once"
    widget.hide()
    widget.show()
    reading.start()
    reading.stop()
    qtbot.wait(60)
    assert done == [1, 1]
