"""The picture with who is here beside it or below it, whichever leaves the picture more room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

from app.ui.link.memory import Memory
from app.ui.live.side_panel import SidePanel

_GAP = 16
_USUAL = QSize(16, 9)
"""Shape of a picture before there is one."""
_WIDTH, _HEIGHT = 240, 150
"""Pixels that the panel takes at the least: its width beside the picture, its height below it."""
_MOST = 0.6
"""Share of the whole that it takes at the most while there is a picture."""
_LEAST = 420
"""Pixels of width that the picture needs beside it, unless it is narrower by itself."""
_WAYS = {Qt.Orientation.Horizontal: "beside", Qt.Orientation.Vertical: "below"}
_SURELY = 1.06
"""How much larger the picture must become for the panel to move: it is not to jump to and fro."""


class Arrangement(QSplitter):
    """Two widgets with a border that can be moved; where it was put is remembered for each way."""

    def __init__(self, memory: Memory, wide: QWidget, panel: SidePanel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._memory, self._panel = memory, panel
        self._shape, self._most = QSize(_USUAL), _MOST
        self.setHandleWidth(_GAP)
        self.setChildrenCollapsible(False)
        for one in (wide, panel):
            self.addWidget(one)
        self.setStretchFactor(0, 1)
        self.setStretchFactor(1, 0)
        self.splitterMoved.connect(self._keep)

    def take_shape(self, picture: QSize) -> None:
        """Arrange for a picture of this size, if it has another shape than the one before.

        Where there is none, of an empty size, the panel takes no more than it needs.
        """
        shape, most = (_USUAL, 0.0) if picture.isEmpty() else (picture, _MOST)
        same = shape.width() * self._shape.height() == shape.height() * self._shape.width()
        if not same or most != self._most:
            self._shape, self._most = QSize(shape), most
            self.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew for the room that there is now."""
        super().resizeEvent(event)
        self.arrange()

    def arrange(self) -> None:
        """Put the panel where the picture is larger, and give it what the picture leaves."""
        beside, below = self._areas(self._shape)
        now = self.orientation() is Qt.Orientation.Horizontal
        best = beside * (_SURELY if now else 1) >= below * (1 if now else _SURELY)
        needed = min(_LEAST, self.height() * self._shape.width() // self._shape.height())
        horizontal = best and self.width() - self._beside(self._shape) - _GAP >= needed
        self.setOrientation(Qt.Orientation.Horizontal if horizontal else Qt.Orientation.Vertical)
        self._panel.lie(beside=horizontal)
        whole = self.width() if horizontal else self.height()
        part = self._beside(self._shape) if horizontal else self._below(self._shape)
        self.setSizes([max(1, whole - _GAP - part), part])

    def room_for(self, shape: QSize) -> int:
        """Pixels that a picture of some shape would have here."""
        return max(self._areas(shape))

    def _areas(self, shape: QSize) -> tuple[int, int]:
        """Pixels of a picture with the panel beside it, and below it."""
        beside = _area(shape, self.width() - _GAP - self._beside(shape), self.height())
        return beside, _area(shape, self.width(), self.height() - _GAP - self._below(shape))

    def _beside(self, shape: QSize) -> int:
        """Width of the panel beside the picture: what the picture, as high as there is room, leaves."""
        left = self.width() - _GAP - self.height() * shape.width() // shape.height()
        return self._kept(Qt.Orientation.Horizontal) or max(_WIDTH, min(left, int(self._most * self.width())))

    def _below(self, shape: QSize) -> int:
        left = self.height() - _GAP - self.width() * shape.height() // shape.width()
        return self._kept(Qt.Orientation.Vertical) or max(_HEIGHT, min(left, int(self._most * self.height())))

    def _kept(self, orientation: Qt.Orientation) -> int:
        """Where the user put the border; 0 where it never was moved."""
        kept = self._memory.text(f"split/live {_WAYS[orientation]}")
        return int(kept) if kept.isdecimal() else 0

    def _keep(self) -> None:
        self._memory.keep(f"split/live {_WAYS[self.orientation()]}", str(self.sizes()[1]))


def _area(shape: QSize, width: int, height: int) -> int:
    """Pixels of a picture in such room."""
    fitted = shape.scaled(max(1, width), max(1, height), Qt.AspectRatioMode.KeepAspectRatio)
    return fitted.width() * fitted.height()
