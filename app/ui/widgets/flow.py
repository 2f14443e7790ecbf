"""Widgets side by side, on more lines where one is too short."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 12


class Flow(QWidget):
    """A row that wraps. Hidden widgets take no room."""

    def __init__(self, widgets: Sequence[QWidget], *, even: bool = False, centred: bool = True) -> None:
        """Lay out widgets.

        Args:
            widgets: In their order.
            even: They are equally wide, and so are the lines: five and four rather than eight and one.
            centred: Whether lines stand in the middle, or begin at the left.
        """
        super().__init__()
        self._even, self._centred = even, centred
        self._widgets = widgets
        for one in widgets:
            one.setParent(self)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def renew(self) -> None:
        """Lay out anew: some were shown, hidden or given other texts."""
        self._place()
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        """More lines need more height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Of all lines together."""
        return sum(_height(line) + _GAP for line in self._lines(width)) - _GAP

    def sizeHint(self) -> QSize:
        """All on one line."""
        width = sum(_size(one).width() + _GAP for one in self._present())
        return QSize(width, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """The widest alone on its line."""
        width = max((_size(one).width() for one in self._present()), default=0)
        return QSize(width, self.heightForWidth(self.width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def _present(self) -> list[QWidget]:
        return [one for one in self._widgets if not one.isHidden()]

    def _lines(self, width: int) -> list[list[QWidget]]:
        lines = self._filled(width)
        if not self._even or len(lines) == 1:
            return lines
        present = self._present()
        most = -(-len(present) // len(lines))
        return [present[start : start + most] for start in range(0, len(present), most)]

    def _filled(self, width: int) -> list[list[QWidget]]:
        lines: list[list[QWidget]] = [[]]
        room = width
        for one in self._present():
            needed = _size(one).width()
            if lines[-1] and needed > room:
                lines.append([])
                room = width
            lines[-1].append(one)
            room -= needed + _GAP
        return lines

    def _place(self) -> None:
        top = 0
        for line in self._lines(self.width()):
            wide = sum(_size(one).width() + _GAP for one in line) - _GAP
            left = (self.width() - wide) // 2 if self._centred else 0
            for one in line:
                one.setGeometry(left, top, _size(one).width(), _height(line))
                left += _size(one).width() + _GAP
            top += _height(line) + _GAP


def _height(line: Sequence[QWidget]) -> int:
    return max((_size(one).height() for one in line), default=0)


def _size(one: QWidget) -> QSize:
    """What a widget wants, within what it may have."""
    return one.sizeHint().expandedTo(one.minimumSize()).boundedTo(one.maximumSize())
