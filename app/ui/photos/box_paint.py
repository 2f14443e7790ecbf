"""How a face's box is painted over its photo: solid with its name, dotted where nobody is known."""

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from app.core.text import plain
from app.domain.face import StoredFace
from app.ui.look import theme
from app.ui.look.texts import number, tr

_PAD = 7


def title_of(card: StoredFace, name: str, place: int) -> str:
    """What a face is called in its photo: its name, or its number there and why it has none."""
    if name:
        return plain(name)
    if card.ignored:
        return tr("Stranger")
    if card.unrecognisable:
        return tr("Unknown {number} (not clear)", number=number(place))
    return tr("Unknown {number}", number=number(place))


def paint_box(painter: QPainter, rect: QRectF, *, known: bool, current: bool) -> None:
    """A solid accent box for a name; a dotted white one for nobody."""
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


def label_size(metrics: QFontMetrics, title: str) -> QSizeF:
    """What a label takes, in pixels."""
    return QSizeF(metrics.horizontalAdvance(title) + 2 * _PAD, metrics.height() + _PAD)


def paint_label(painter: QPainter, spot: QRectF, title: str, *, known: bool) -> None:
    """A name on the accent's ground, a number on a dark one; what does not fit is elided."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent") if known else QColor(0, 0, 0, 170))
    painter.drawRoundedRect(spot, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(theme.color("on_accent") if known else QColor("white"))
    room = round(spot.width()) - _PAD
    text = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room)
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)


def paint_drawn(painter: QPainter, rect: QRectF) -> None:
    """Paint a box that is being drawn by hand: dashed."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(0, 0, 0, 110), 4))
    painter.drawRect(rect)
    painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
    painter.drawRect(rect)
