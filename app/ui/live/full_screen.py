"""The live picture over the whole screen."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from app.ui.live.stages import Stages
from app.ui.look.texts import tr
from app.ui.widgets.layouts import in_column


class FullScreen(QWidget):
    """A window that borrows the picture until it is closed.

    Signals:
        closed: It is gone; the picture is to be put back.
    """

    closed = Signal()

    def __init__(self, picture: QWidget, keys: Mapping[str, Callable[[], object]]) -> None:
        """Take the picture.

        Args:
            picture: What to show; it goes back to its window.
            keys: What works here; the page's own keys do not reach another window.
        """
        super().__init__(picture.window(), Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Live"))
        self.setStyleSheet("background: black;")
        in_column(picture, on=self)
        picture.show()
        self._keys = keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key stands for that the picture and what lies over it left."""
        if (then := self._keys.get(QKeySequence(event.key()).toString())) is not None:
            then()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the picture back."""
        super().closeEvent(event)
        self.closed.emit()


class Enlarger(QObject):
    """Lets the picture fill the screen, and puts it back.

    Attributes:
        window: The full screen, while there is one.

    Signals:
        filled: Whether the picture fills the screen now.
    """

    filled = Signal(bool)

    def __init__(self, stages: Stages, picture: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.window: FullScreen | None = None
        self._stages, self._picture = stages, picture

    def toggle(self, keys: Mapping[str, Callable[[], object]]) -> None:
        """Fill the screen, or leave it; without a picture nothing happens."""
        if self.window is not None:
            self.leave()
        elif self._stages.on_video:
            self.window = FullScreen(self._picture, keys)
            self.window.closed.connect(self._put_back)
            self.filled.emit(True)
            self.window.showFullScreen()
            self._picture.setFocus()

    def leave(self) -> None:
        """Leave the full screen, if the picture fills it."""
        if self.window is not None:
            self.window.close()

    def _put_back(self) -> None:
        self.window = None
        self._stages.take_back(self._picture)
        self._picture.show()  # else the focus would go to the rail until it is
        self._picture.window().activateWindow()
        self._picture.setFocus()
        self.filled.emit(False)
