"""A field to search in, which leads on to what was found."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent

from app.ui.look.texts import tr
from app.ui.widgets.line_edit import LineEdit


class SearchField(LineEdit):
    """The field; Enter or the key down leads on to what was found.

    Signals:
        done: The keys go on to what was found.
    """

    done = Signal()

    def __init__(self, sought: str) -> None:
        """Make an empty one.

        Args:
            sought: What can be searched for, in words.
        """
        super().__init__()
        self.setPlaceholderText(sought)
        self.setAccessibleName(sought)
        self.setClearButtonEnabled(True)
        for inner in self.findChildren(QAction):
            inner.setText(tr("Clear the search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Lead from the field on to what was found, with the arrow down or Enter."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
            return
        super().keyPressEvent(event)
