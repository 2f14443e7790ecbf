"""Files and folders dropped on a widget."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.drops import Drops

_HOW = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Target(QWidget):
    """Takes pictures, and keeps which, and whether something was held over it."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[Sequence[str]] = []
        self.over: list[bool] = []
        self.drops = Drops(self, self.taken.append, lambda paths: [p for p in paths if p.endswith(".jpg")])
        self.drops.over.connect(self.over.append)

    def drag(self, data: QMimeData) -> bool:
        """Hold something over it; return whether it may be dropped."""
        event = QDragEnterEvent(QPoint(5, 5), _HOW[0], data, *_HOW[1:])
        QApplication.sendEvent(self, event)
        return event.isAccepted()

    def drop(self, data: QMimeData) -> None:
        QApplication.sendEvent(self, QDropEvent(QPointF(5, 5), _HOW[0], data, *_HOW[1:]))


@pytest.fixture
def target(qtbot: QtBot) -> Target:
    widget = Target()
    qtbot.addWidget(widget)
    return widget


def _of(*addresses: str) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl(address) for address in addresses])
    return data


def test_what_is_wanted_of_the_files_dropped_is_taken(target: Target) -> None:
    data = _of("file:///a/1.jpg", "file:///a/notes.txt", "https://example.org/2.jpg")
    assert target.drag(data)
    target.drop(data)
    assert target.taken == [("/a/1.jpg",)]
    assert target.over == [True, False]


@pytest.mark.parametrize("address", ["https://example.org/2.jpg", "file:///a/notes.txt"])
def test_what_is_not_wanted_cannot_be_dropped(target: Target, address: str) -> None:
    assert not target.drag(_of(address))
    target.drop(_of(address))
    assert target.taken == []
    assert not any(target.over)


def test_what_is_dragged_away_is_not_taken(target: Target) -> None:
    assert target.drag(_of("file:///a/1.jpg"))
    QApplication.sendEvent(target, QDragLeaveEvent())
    assert target.over == [True, False]
    assert target.taken == []
