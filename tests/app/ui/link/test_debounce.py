"""What is asked for many times in a row is done once."""

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.ui.link.debounce import debounce


def test_what_is_asked_for_again_and_again_is_done_once_at_the_end(qtbot: QtBot) -> None:
    owner, done = QObject(), list[int]()
    timer = debounce(owner, 30, lambda: done.append(1))
    for _ in range(5):
        timer.start()
        assert done == []
    qtbot.waitUntil(lambda: done == [1])
    qtbot.wait(60)
    assert done == [1]
