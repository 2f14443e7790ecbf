"""Files and folders dropped on a widget from another program."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

Paths = tuple[str, ...]
_OVER = {QEvent.Type.DragEnter: True, QEvent.Type.DragLeave: False, QEvent.Type.Drop: False}


def dropped_paths(data: QMimeData) -> Paths:
    """Paths of the files and folders in what is dropped; addresses of pages are left out."""
    return tuple(url.toLocalFile() for url in data.urls() if url.isLocalFile())


class Drops(QObject):
    """Lets files and folders be dropped on a widget.

    Args:
        widget: What they are dropped on.
        take: Called with the paths dropped.
        wanted: Which of the paths count; where none does, nothing can be dropped.

    Signals:
        over: Something that can be dropped is held over the widget, or no longer.
    """

    over = Signal(bool)

    def __init__(
        self,
        widget: QWidget,
        take: Callable[[Paths], object],
        wanted: Callable[[Paths], Sequence[str]] = tuple,
    ) -> None:
        super().__init__(widget)
        self._take, self._wanted = take, wanted
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, _: QObject, event: QEvent) -> bool:
        """Answer what concerns dragging; everything else goes its way."""
        over = _OVER.get(event.type())
        if over is None:
            return False
        paths: Paths = ()
        if isinstance(event, QDropEvent):
            paths = tuple(self._wanted(dropped_paths(event.mimeData())))
            event.setAccepted(bool(paths))  # as proposed, which is a copy
        self.over.emit(over and bool(paths))
        if paths and not over:
            self._take(paths)
        return True
