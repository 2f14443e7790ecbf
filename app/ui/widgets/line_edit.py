"""A line of text that leaves Undo to the window where it has nothing of its own to undo."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class LineEdit(QLineEdit):
    """A field whose Undo and Redo take back what was typed in it, else what was done in the window."""

    def clear(self) -> None:
        """Empty it for another text: what stood there is not brought back by Undo."""
        self.setText("")

    def event(self, event: QEvent) -> bool:
        """Claim Undo and Redo only where there is something typed to take back."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._leaves(event)
        ):
            event.ignore()
            return False
        return super().event(event)

    def _leaves(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Undo):
            return not self.isUndoAvailable()
        return event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()


def secret_field(name: str) -> LineEdit:
    """A field whose text is not shown, with what it is for in it."""
    made = LineEdit()
    made.setEchoMode(QLineEdit.EchoMode.Password)
    made.setPlaceholderText(name)
    made.setAccessibleName(name)
    return made
