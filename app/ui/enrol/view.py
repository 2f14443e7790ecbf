"""Enrolling someone with the camera: one instruction at a time until every pose was seen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.ui.context import Context


class EnrolView(QWidget):
    """A view of its own, with its title line; embed it in a stack and call `start_for`.

    Signals:
        finished: Someone was enrolled and the user goes on; their name.
        cancelled: The user goes back with nobody enrolled.
    """

    finished = Signal(str)
    cancelled = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context

    def start_for(self, name: str = "") -> None:
        """Begin anew: for somebody to be named, or for more views of someone."""
