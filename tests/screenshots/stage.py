"""The real window on the real engine, brought into a state as a user would, and its picture taken."""

import os
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QWidget

from app.engine.requests.base import Request
from app.engine.requests.enrolling import EnrolFiles
from app.ui.link.memory import Memory
from app.ui.look import theme
from tests.app.ui.conftest import Driver

Theme = Literal["light", "dark"]
_SETTLE_MS = 220
"""Time for layouts, thumbnails and the newest frame after a change."""


class Stage(Driver):
    """A window to take pictures of."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        Memory(folder).keep("language", language)
        token = os.environ.setdefault("KITH_TEST_TOKEN", uuid.uuid4().hex)
        super().__init__(folder, token, language)
        self.alone: QWidget | None = None
        self.until(lambda: self.window.context.people.known)

    def go(self, page: str, *task: object) -> None:
        """Show a page with nothing over it."""
        self.alone = None
        self.quiet()
        self.window.go(page, *task)
        self.settle()

    def quiet(self) -> None:
        """Close what lies over the page."""
        for one in self.over():
            one.close()
        self.window.context.notices.clear()
        self.settle(20)

    def settle(self, milliseconds: int = _SETTLE_MS) -> None:
        """Let the window finish what it is at."""
        QTest.qWait(milliseconds)
        pictures = self.window.context.thumbnails
        self.until(lambda: not pictures._asked and not pictures._wanted)

    def over(self) -> list[QWidget]:
        """Dialogs and menus that are open, each after what it lies over."""
        found = [
            one
            for one in QApplication.topLevelWidgets()
            if one.isVisible() and isinstance(one, QDialog | QMenu)
        ]
        return sorted(found, key=_depth)

    def start(self, request: Request[object]) -> None:
        """Ask for something that takes its time."""
        self.shell.bridge.ask(request)

    def enrol_all(self, people: dict[str, tuple[Path, ...]]) -> None:
        """Enrol everyone from their photos."""
        for name, photos in people.items():
            self.ask(EnrolFiles(name, tuple(map(str, photos)), apart=True))

    def dress(self, look: Theme) -> None:
        """Put on a theme."""
        self.shell.memory.keep("theme", look)
        self.window.context.change_look()

    def shoot(self, look: Theme, size: QSize) -> QImage:
        """Take the picture of what is shown, in a theme and a size."""
        self.dress(look)
        shown = self.alone or self.window
        shown.setWindowState(Qt.WindowState.WindowNoState)
        shown.resize(size)
        self.settle()
        return photograph(shown, self.over())


def _depth(widget: QWidget) -> int:
    """How many widgets it lies in and over."""
    parent = widget.parentWidget()
    return 0 if parent is None else 1 + _depth(parent)


def photograph(window: QWidget, over: Iterable[QWidget]) -> QImage:
    """The window with its dialogs and menus over it, as a desktop shows them."""
    picture = window.grab().toImage()
    painter = QPainter(picture)
    for one in over:
        corner = _corner(window, one)
        if isinstance(one, QDialog):
            painter.fillRect(picture.rect(), QColor(0, 0, 0, 70))
        painter.drawPixmap(corner, one.grab())
        painter.setPen(theme.color("line"))
        painter.drawRect(corner.x(), corner.y(), one.width(), one.height())
    painter.end()
    return picture


def _corner(window: QWidget, one: QWidget) -> QPoint:
    """Where it lies: a menu where it opened, a dialog in the middle."""
    if isinstance(one, QMenu):
        return one.pos() - window.mapToGlobal(QPoint(0, 0))
    room = (window.size() - one.size()) / 2
    return QPoint(max(room.width(), 0), max(room.height(), 0))
