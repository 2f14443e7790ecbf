"""How a face's box is painted over its photo: solid with its name, dotted where nobody is known."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.core.text import plain
from app.domain.face import StoredFace
from app.ui.look import theme
from app.ui.look.texts import number, tr

_LABEL_HEIGHT = 22


def title_of(card: StoredFace, name: str, place: int) -> str:
    """What a face is called in its photo: its name, or its number there and why it has none."""
    if name:
        return plain(name)
    if card.ignored:
        return tr("Stranger")
    if card.unrecognisable:
        return tr("Unknown {number} (not clear)", number=number(place))
    return tr("Unknown {number}", number=number(place))


def paint_box(painter: QPainter, rect: QRectF, title: str, *, known: bool, current: bool) -> None:
    """A solid accent box with a filled label for a name; a dotted white one with its number for nobody."""
    ground = theme.color("accent") if known else QColor(0, 0, 0, 170)
    ink = theme.color("on_accent") if known else QColor("white")
    line = QPen(theme.color("accent") if known else QColor("white"), 3 if current else 2)
    if not known:
        painter.setPen(QPen(QColor(0, 0, 0, 110), 4))  # so that dots are seen on white too
        painter.drawRoundedRect(rect, 6, 6)
        line.setStyle(Qt.PenStyle.DotLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line)
    painter.drawRoundedRect(rect, 6, 6)
    if current:
        painter.setPen(QPen(QColor("white"), 1.5))
        painter.drawRoundedRect(rect.adjusted(-3.5, -3.5, 3.5, 3.5), 8, 8)
    _paint_label(painter, rect, title, ground, ink)


def _paint_label(painter: QPainter, rect: QRectF, text: str, ground: QColor, ink: QColor) -> None:
    """Above the box, or within it where there is no room above; always inside the picture."""
    width = painter.fontMetrics().horizontalAdvance(text) + 14
    bounds = painter.viewport()
    left = min(max(rect.left(), 0.0), max(0.0, bounds.width() - width))
    top = rect.top() - _LABEL_HEIGHT - 4
    spot = QRectF(left, top if top >= 0 else rect.top() + 4, width, _LABEL_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(spot, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink)
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)


def paint_drawn(painter: QPainter, rect: QRectF) -> None:
    """Paint a box that is being drawn by hand: dashed."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 4))
    painter.drawRect(rect)
    painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
    painter.drawRect(rect)
