"""Loading the charts' module on a thread of its own, as it takes longer than the window may stand still."""

from importlib import import_module
from threading import Thread

import shiboken6
from PySide6.QtCore import QObject, Signal


class ChartsLoader(QObject):
    """Loads the charts once.

    Signals:
        loaded: They can be made now.
    """

    loaded = Signal()

    def start(self) -> None:
        """Begin."""
        Thread(target=self._load, name="charts", daemon=True).start()

    def _load(self) -> None:
        import_module("app.ui.training.charts")
        if shiboken6.isValid(self):
            self.loaded.emit()
