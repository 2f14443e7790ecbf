"""Reading anew what changed, once somebody looks at it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from app.ui.link.debounce import debounce


class WhenSeen(QObject):
    """Does something once, a while after it was asked for last; while its widget is out of view it waits.

    Args:
        widget: What has to be in view.
        wait_ms: How long it waits for more to be asked; when the widget comes into view, no longer.
        then: What is done.
    """

    def __init__(self, widget: QWidget, wait_ms: int, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget, self._then = widget, then
        self._due = False
        self._timer = debounce(self, wait_ms, self._do)
        widget.installEventFilter(self)

    def start(self) -> None:
        """Ask for it."""
        self._due = True
        self._timer.start()

    def stop(self) -> None:
        """Ask for it no more."""
        self._due = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Do what waited for the widget to be seen."""
        if event.type() == QEvent.Type.Show:
            self._do()
        return super().eventFilter(watched, event)

    def _do(self) -> None:
        if self._due and self._widget.isVisible():
            self._due = False
            self._timer.stop()
            self._then()
