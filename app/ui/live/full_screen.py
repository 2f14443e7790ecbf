"""The live picture over the whole screen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.live.picture import Picture
from app.ui.texts import tr


class FullScreen(QWidget):
    """A window that borrows the picture until it is closed.

    Signals:
        closed: It is gone; the picture is to be put back.
    """

    closed = Signal()

    def __init__(self, picture: Picture, keys: Mapping[str, Callable[[], object]]) -> None:
        """Take the picture.

        Args:
            picture: What to show.
            keys: What works here; the page's own keys do not reach another window.
        """
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Live"))
        self.setStyleSheet("background: black;")
        picture.rounded = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(picture)
        picture.show()
        for key, then in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(then)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the picture back."""
        super().closeEvent(event)
        self.closed.emit()
