"""What is drawn over a frame: boxes whose shape tells the state, and labels that keep clear of each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.core.text import plain
from app.domain.decision import State
from app.ui.widgets.label_spots import crowded, label_spots
from app.ui.widgets.picture import ACCENT

_ACCENT_GROUND = QColor("#0B6E69")
AMBER, AMBER_GROUND = QColor("#F0B25A"), QColor("#7A4800")
WHITE, DARK_GROUND = QColor("#FFFFFF"), QColor("#2B3130")
_LINES = {
    State.NAME: (ACCENT, _ACCENT_GROUND, Qt.PenStyle.SolidLine),
    State.UNSURE: (AMBER, AMBER_GROUND, Qt.PenStyle.DashLine),
    State.UNKNOWN: (WHITE, DARK_GROUND, Qt.PenStyle.DotLine),
}
_PAD, _GAP, _HEIGHT = 10.0, 6.0, 26.0


@dataclass(frozen=True, slots=True)
class Mark:
    """A face to be drawn.

    Attributes:
        track: Its track.
        box: Where, in the coordinates of the painter.
        state: Decides the shape.
        title: In bold.
        hint: Behind it, smaller.
        chosen: Whether the keyboard or a popover is at it.
        faint: Whether it is ignored: only a thin outline tells that it is there.
        framed: Whether it may be a picture: a second box around the first stands like its frame.
    """

    track: int
    box: QRectF
    state: State
    title: str
    hint: str = ""
    chosen: bool = False
    faint: bool = False
    framed: bool = False


class Overlay:
    """Draws marks, on a widget or, larger, into a picture to be saved.

    Attributes:
        font: Of the labels, but for its size.
        scale: Of lines and letters; 1 on a widget.
    """

    def __init__(self, font: QFont, scale: float = 1.0) -> None:
        self.font, self.scale = font, scale
        self._bold = _font(font, 13 * scale, bold=True)
        self._small = _font(font, 11.5 * scale, bold=False)
        self._bold_metrics = QFontMetricsF(self._bold)
        self._small_metrics = QFontMetricsF(self._small)

    def paint(
        self, painter: QPainter, marks: Sequence[Mark], place: QRectF, reserved: Sequence[QRectF] = ()
    ) -> None:
        """Draw all of them: first the boxes, then the labels over them, but for those that have no room.

        Args:
            painter: With antialiasing on.
            marks: The first are the most important: the others' labels give way to theirs.
            place: Where the picture is: labels stay inside.
            reserved: What else is painted over it: labels keep clear of that, if they can.
        """
        for mark in reversed(marks):
            self._paint_faint(painter, mark) if mark.faint else self._paint_box(painter, mark)
        marks = [self._briefly(mark, place) for mark in marks if not mark.faint]
        spots = self.labels(marks, place, reserved)
        for mark, label, hidden in zip(marks, spots, crowded(spots), strict=True):
            if mark.chosen or not hidden:
                self._paint_label(painter, mark, label)

    def labels(self, marks: Sequence[Mark], place: QRectF, reserved: Sequence[QRectF] = ()) -> list[QRectF]:
        """Where each goes: near its box, inside the picture, over no other label and, if it can, no box."""
        sizes = [self._size(mark) for mark in marks]
        return label_spots([mark.box for mark in marks], sizes, place, 4 * self.scale, reserved)

    def _briefly(self, mark: Mark, place: QRectF) -> Mark:
        """Without its hint where that would make the label cover half of the picture."""
        return replace(mark, hint="") if self._size(mark).width() > place.width() / 2 else mark

    def _size(self, mark: Mark) -> QSizeF:
        width = self._bold_metrics.horizontalAdvance(plain(mark.title)) + 2 * _PAD * self.scale
        if mark.hint:
            width += _GAP * self.scale + self._small_metrics.horizontalAdvance(mark.hint)
        return QSizeF(width, _HEIGHT * self.scale)

    def _paint_box(self, painter: QPainter, mark: Mark) -> None:
        colour, _, style = _line(mark)
        round_ = 8 * self.scale
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if style is not Qt.PenStyle.SolidLine:  # a dark line below keeps gaps visible on a bright picture
            painter.setPen(QPen(QColor(0, 0, 0, 90), 3.5 * self.scale))
            painter.drawRoundedRect(mark.box, round_, round_)
        pen = QPen(colour, 2.5 * self.scale, style)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if style is Qt.PenStyle.DotLine else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawRoundedRect(mark.box, round_, round_)
        if mark.framed:
            inner = mark.box.adjusted(*(6 * self.scale * way for way in (1, 1, -1, -1)))
            painter.drawRoundedRect(inner, round_ / 2, round_ / 2)
        if mark.chosen:
            self._paint_ring(painter, mark)

    def _paint_faint(self, painter: QPainter, mark: Mark) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, wide in ((QColor(0, 0, 0, 50), 2.0), (QColor(255, 255, 255, 110), 1.0)):
            painter.setPen(QPen(colour, wide * self.scale))
            painter.drawRoundedRect(mark.box, 8 * self.scale, 8 * self.scale)
        if mark.chosen:
            self._paint_ring(painter, mark)

    def _paint_ring(self, painter: QPainter, mark: Mark) -> None:
        ring, round_ = 5 * self.scale, 8 * self.scale
        painter.setPen(QPen(WHITE, 2 * self.scale))
        painter.drawRoundedRect(mark.box.adjusted(-ring, -ring, ring, ring), round_ + ring, round_ + ring)

    def _paint_label(self, painter: QPainter, mark: Mark, label: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_line(mark)[1])
        painter.drawRoundedRect(label, 6 * self.scale, 6 * self.scale)
        painter.setPen(WHITE)
        inner = label.adjusted(_PAD * self.scale, 0, -_PAD * self.scale, 0)
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(self._bold)
        title = plain(mark.title)
        wide = self._bold_metrics.horizontalAdvance(title)
        title = self._bold_metrics.elidedText(title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(middle), title)
        inner.setLeft(inner.left() + wide + _GAP * self.scale)
        painter.setFont(self._small)
        painter.drawText(inner, int(middle), mark.hint)


def _line(mark: Mark) -> tuple[QColor, QColor, Qt.PenStyle]:
    """Colour of the box, colour below the label, and how the box is drawn."""
    return (AMBER, AMBER_GROUND, Qt.PenStyle.SolidLine) if mark.framed else _LINES[mark.state]


def chip(
    painter: QPainter, text: str, corner: QPointF, font: QFont, *, warning: bool = False, beside: float = 0
) -> QRectF:
    """A line of text on a dark ground, its lower left at a corner, amber as a warning; return where it is.

    What does not fit on what is painted on, as far from its other side as from this one, or so much farther
    as something `beside` it needs, is left out.
    """
    metrics = QFontMetricsF(font)
    room = painter.device().width() - 2 * corner.x() - 2 * _PAD - beside
    text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
    ground = QRectF(0, 0, metrics.horizontalAdvance(text) + 2 * _PAD, _HEIGHT)
    ground.moveBottomLeft(corner)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(10, 14, 13, 215))
    painter.drawRoundedRect(ground, 6, 6)
    painter.setPen(AMBER if warning else QColor("#ECEDEA"))
    painter.setFont(font)
    painter.drawText(ground, int(Qt.AlignmentFlag.AlignCenter), text)
    return ground


def _font(base: QFont, pixels: float, *, bold: bool) -> QFont:
    made = QFont(base)
    made.setPixelSize(max(1, round(pixels)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return made
