"""The People page of a real window that knows two people."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.person import Person
from app.ui.people.page import PeoplePage
from tests.app.ui.conftest import Driver

Asked = TypeVar("Asked", bound=QDialog)
HUGO, TONY, PUTIN = "Hugo Chavez", "Tony Blair", "Vladimir Putin"


class Visitor:
    """A person at the People page.

    Attributes:
        drive: At the window.
        page: The page.
    """

    def __init__(self, drive: Driver) -> None:
        self.drive = drive
        self.page = drive.page("people", PeoplePage)

    def names(self) -> list[str]:
        """Who is shown in the grid."""
        return [card.name for card in self.page.overview.grid.people.cards]

    def shows(self, *names: str) -> None:
        """Wait until the grid shows just these."""
        self.drive.until(lambda: self.names() == list(names))

    def card(self, name: str) -> Person:
        found = self.drive.window.context.people.find(name)
        assert found is not None
        return found

    def spot(self, name: str) -> QPoint:
        """Where somebody's card is in the grid's viewport."""
        grid = self.page.overview.grid
        return grid.visualRect(grid.people.index(self.names().index(name))).center()

    def click(self, name: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        viewport = self.page.overview.grid.viewport()
        QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, keys, self.spot(name))

    def open(self, name: str) -> None:
        """Show somebody's faces."""
        self.click(name)
        QTest.keyClick(self.page.overview.grid, Qt.Key.Key_Return)
        self.drive.until(lambda: self.faces())

    def faces(self) -> tuple[int, ...]:
        """The faces shown of a person."""
        return self.page.person.grid.faces.faces

    def choose_faces(self, *rows: int) -> None:
        grid = self.page.person.grid
        for row in rows:
            at = grid.visualRect(grid.faces.index(row)).center()
            QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def dialog(self, kind: type[Asked]) -> Asked:
        """The dialog of that kind that is open."""
        shown = self.drive.until(lambda: [one for one in self.page.findChildren(kind) if one.isVisible()])
        return shown[0]

    def said(self, words: str) -> None:
        """Wait until the notice holds these words."""
        self.drive.until(lambda: words in self.drive.window.context.notices.text)

    def undo(self) -> None:
        """Take the newest change back, as Ctrl+Z does; no key, as a closed dialog leaves no window active."""
        self.drive.window.undo()


def drop(onto: QWidget, data: QMimeData, at: QPoint) -> None:
    """Drag something over a widget, and let it go there."""
    action, keys = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    entering = QDragEnterEvent(at, action, data, left, keys)
    QApplication.sendEvent(onto, entering)
    assert entering.isAccepted()
    moving = QDragMoveEvent(at, action, data, left, keys)
    QApplication.sendEvent(onto, moving)
    assert moving.isAccepted()
    QApplication.sendEvent(onto, QDropEvent(QPointF(at), action, data, left, keys))


def files(paths: Sequence[Path]) -> QMimeData:
    """Files as a file manager drags them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


@pytest.fixture
def visit(drive: Driver, faces: Path) -> Callable[[int], Visitor]:
    """The page of a window that knows Hugo and Tony by so many photos each."""

    def visited(photos: int) -> Visitor:
        drive.enrol(faces, ("Hugo_Chavez", "Tony_Blair"), photos)
        visitor = Visitor(drive)
        visitor.shows(HUGO, TONY)
        return visitor

    return visited
