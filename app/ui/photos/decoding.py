"""Pictures decoded on a thread, so that the window never waits for one."""

from contextlib import suppress

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from PySide6.QtGui import QImage


class Decoder(QObject):
    """Decodes one picture after another; only the newest counts.

    Signals:
        decoded: The newest picture; null where the bytes were none.
    """

    decoded = Signal(QImage)
    _finished = Signal(int, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest = 0
        self._finished.connect(self._take)

    def decode(self, data: bytes) -> None:
        """Start on a picture's bytes, and drop whatever was under way."""
        self._newest += 1
        QThreadPool.globalInstance().start(_Decoding(self._newest, data, self._finished))

    def drop(self) -> None:
        """Want nothing any more."""
        self._newest += 1

    def _take(self, number: int, image: QImage) -> None:
        if number == self._newest:
            self.decoded.emit(image)


class _Decoding(QRunnable):
    def __init__(self, number: int, data: bytes, finished: object) -> None:
        super().__init__()
        self._number, self._data, self._finished = number, data, finished

    def run(self) -> None:
        image = QImage.fromData(self._data)
        with suppress(RuntimeError):  # the view was closed meanwhile
            self._finished.emit(self._number, image)  # type: ignore[attr-defined] # a bound signal
