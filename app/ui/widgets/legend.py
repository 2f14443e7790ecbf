"""What each line of a chart stands for, in words."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.ui.look import theme
from app.ui.look.texts import tip
from app.ui.widgets.labels import label
from app.ui.widgets.layouts import in_row


@dataclass(frozen=True, slots=True)
class Line:
    """How a line of a chart looks, and what it shows.

    Attributes:
        text: In plain words.
        role: Its colour's role in the theme.
        width: In pixels.
        style: Solid, dashed or dotted.
        tip: The same in the field's words.
    """

    text: str
    role: str
    width: float = 2.0
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    tip: str = ""

    def pen(self, alpha: float = 1.0) -> QPen:
        """In the colours of now, perhaps faint."""
        color = theme.color(self.role)
        color.setAlphaF(alpha)
        pen = QPen(color, self.width, self.style)
        pen.setCosmetic(True)
        return pen


class Legend(QWidget):
    """One entry for each line, two beside each other; the last has a row's rest, and wraps."""

    def __init__(self, lines: list[Line]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for place, line in enumerate(lines):
            last = place == len(lines) - 1
            grid.addWidget(_entry(line, wrap=last), place // 2, place % 2, 1, 3 if last else 1)
        grid.setColumnStretch(2, 1)


def _entry(line: Line, *, wrap: bool) -> QWidget:
    """A piece of the line, and its words."""
    entry = QWidget()
    entry.setToolTip(tip(line.tip))
    text = label(line.text, "small", wrap=wrap)
    text.setAccessibleDescription(line.tip)
    row = in_row(_Swatch(line), (text, 1 if wrap else 0), on=entry, spacing=6)
    if not wrap:
        row.addStretch()
    return entry


class _Swatch(QLabel):
    """A short piece of a line."""

    def __init__(self, line: Line) -> None:
        super().__init__()
        self._line = line
        self.setFixedSize(24, 14)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw it in the colours of now."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._line.pen())
        painter.drawLine(1, 7, 22, 7)
        painter.end()
