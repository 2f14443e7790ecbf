"""A head being drawn: how it is seen, and the strokes and shades that all its parts are made of.

A head is drawn in a unit of its own, half of its height, around the point between forehead and chin. A turn
or nod moves each feature as far as it stands out of the picture's plane.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QRadialGradient

from tests.screenshots.cast import Person

_DEPTH = 0.62
"""How far the middle of the face stands out."""


@dataclass(frozen=True, slots=True)
class View:
    """How someone is seen.

    Attributes:
        turn: Of the head in degrees, positive towards the picture's right.
        nod: In degrees, positive upwards.
        tilt: Of the head to a shoulder, in degrees.
        smile: How far the corners of the mouth rise, about 0 to 1.
        gaze: Where the eyes look, -1 to 1.
        light: From the left (-1) to the right (1).
    """

    turn: float = 0.0
    nod: float = 0.0
    tilt: float = 0.0
    smile: float = 0.4
    gaze: float = 0.0
    light: float = 0.0


class Head:
    """A head being drawn: where its points lie in this view, and the strokes that all parts are made of."""

    def __init__(self, painter: QPainter, person: Person, view: View) -> None:
        self.painter, self.person, self.view = painter, person, view
        self._turn, self._nod = radians(view.turn), radians(view.nod)

    def at(self, x: float, y: float, out: float = 0.0) -> QPointF:
        """Where a point of the face is seen, which stands out by so much more than the face there does."""
        depth = _DEPTH * max(1 - (x * x + y * y) * 0.7, 0.0) ** 0.5 + out
        return QPointF(
            x * cos(self._turn) + depth * sin(self._turn), y * cos(self._nod) - depth * sin(self._nod)
        )

    def oval(self, where: QPointF, across: float, down: float, brush: QColor | QBrush) -> None:
        """An ellipse by its half axes, as narrow as the turn makes it."""
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(brush)
        self.painter.drawEllipse(where, across * cos(self._turn), down * cos(self._nod))

    def haze(self, where: QPointF, across: float, down: float, colour: QColor, strength: float) -> None:
        """A soft spot: shadow or flush."""
        self.painter.save()
        self.painter.translate(where)
        self.painter.scale(across, down)
        fade = QRadialGradient(0, 0, 1)
        fade.setColorAt(0, clear(colour, strength))
        fade.setColorAt(1, clear(colour, 0))
        self.painter.fillRect(QRectF(-1, -1, 2, 2), fade)
        self.painter.restore()

    def fill(self, path: QPainterPath, brush: QColor | QBrush) -> None:
        """A filled shape."""
        self.painter.fillPath(path, brush if isinstance(brush, QBrush) else QBrush(brush))

    def line(self, path: QPainterPath, colour: QColor, thick: float) -> None:
        """A stroke with round ends."""
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        self.painter.strokePath(path, QPen(colour, thick, Qt.PenStyle.SolidLine, round_cap, round_join))


def outline(person: Person) -> QPainterPath:
    """The face's edge, from the crown over the cheeks to the chin."""
    wide, jaw = person.width, person.width * (0.56 + 0.3 * person.jaw)
    path = QPainterPath(QPointF(0, -1.0))
    path.cubicTo(wide * 0.85, -1.0, wide * 1.06, -0.55, wide, 0.05)
    path.cubicTo(wide * 0.97, 0.5, jaw, 0.93, 0, 1.0)
    path.cubicTo(-jaw, 0.93, -wide * 0.97, 0.5, -wide, 0.05)
    path.cubicTo(-wide * 1.06, -0.55, -wide * 0.85, -1.0, 0, -1.0)
    return path


def mouth_line(person: Person) -> float:
    """How far below the middle of the head the lips meet."""
    return person.nose + person.chin - person.level


def across(head: Head, reach: float, bright: QColor, dark: QColor, above: float = -0.1) -> QBrush:
    """Light that falls on a round shape from the side."""
    fade = QRadialGradient(QPointF(head.view.light * 0.4, above), reach)
    fade.setColorAt(0, bright)
    fade.setColorAt(0.55, bright.darker(106))
    fade.setColorAt(1, dark)
    return QBrush(fade)


def clear(colour: QColor, strength: float) -> QColor:
    """The colour, to be seen through."""
    return QColor.fromRgbF(colour.redF(), colour.greenF(), colour.blueF(), strength)
