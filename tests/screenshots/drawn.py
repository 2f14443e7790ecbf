"""Faces drawn by program, so that pictures of the window show nobody who exists; the real models find them.

A head is drawn in a unit of its own, half of its height, around the point between forehead and chin. A turn
or nod moves each feature as far as it stands out of the picture's plane.
"""

from dataclasses import dataclass
from math import cos, radians, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QRadialGradient

from tests.screenshots.cast import Person

_DEPTH = 0.62
"""How far the middle of the face stands out, and `_NOSE` the nose tip beyond it."""
_NOSE = 0.3


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
        fade.setColorAt(0, _clear(colour, strength))
        fade.setColorAt(1, _clear(colour, 0))
        self.painter.fillRect(QRectF(-1, -1, 2, 2), fade)
        self.painter.restore()

    def fill(self, path: QPainterPath, brush: QColor | QBrush) -> None:
        """A filled shape."""
        self.painter.fillPath(path, brush if isinstance(brush, QBrush) else QBrush(brush))

    def line(self, path: QPainterPath, colour: QColor, thick: float) -> None:
        """A stroke with round ends."""
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        self.painter.strokePath(path, QPen(colour, thick, Qt.PenStyle.SolidLine, round_cap, round_join))


def draw(painter: QPainter, person: Person, view: View) -> None:
    """Draw someone from head to shoulders, where the painter's origin and unit are the head's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    upright, head = Head(painter, person, View()), Head(painter, person, view)
    shoulders(upright)
    neck(upright)
    painter.rotate(view.tilt)
    for part in (hair_behind, ears, face, freckles, sockets, beard, eyes, brows, nose, mouth, hair, glasses):
        part(head)
    painter.restore()


def shoulders(head: Head) -> None:
    shirt = QColor(head.person.shirt)
    path = QPainterPath(QPointF(-1.75, 6.0))
    path.cubicTo(-1.7, 1.75, -1.2, 1.5, -0.42, 1.22)
    path.cubicTo(-0.2, 1.5, 0.2, 1.5, 0.42, 1.22)
    path.cubicTo(1.2, 1.5, 1.7, 1.75, 1.75, 6.0)
    head.fill(path, _across(head, 1.8, shirt.lighter(108), shirt.darker(115)))


def neck(head: Head) -> None:
    skin = QColor(head.person.skin)
    path = QPainterPath(QPointF(-0.38, 0.4))
    path.lineTo(-0.42, 1.2)
    path.cubicTo(-0.25, 1.52, 0.25, 1.52, 0.42, 1.2)
    path.lineTo(0.38, 0.4)
    head.fill(path, skin.darker(122))
    head.haze(QPointF(0, 0.95), 0.5, 0.3, skin.darker(190), 0.6)


def ears(head: Head) -> None:
    skin = QColor(head.person.skin)
    for side in (-1, 1):
        head.oval(head.at(side * head.person.width * 1.02, 0.06, -0.15), 0.1, 0.2, skin.darker(112))


def face(head: Head) -> None:
    """The face itself, rounded by light: bright in the middle, darker towards its edge."""
    skin, shape = QColor(head.person.skin), outline(head.person)
    shape.translate(sin(radians(head.view.turn)) * 0.12, -sin(radians(head.view.nod)) * 0.08)
    head.fill(shape, _across(head, 1.15, skin.lighter(109), skin.darker(138)))
    head.painter.save()
    head.painter.setClipPath(shape)
    for side in (-1, 1):
        head.haze(head.at(side * 0.42, 0.24), 0.3, 0.24, QColor("#C4523C"), 0.16)
    head.painter.restore()


def outline(person: Person) -> QPainterPath:
    """The face's edge, from the crown over the cheeks to the chin."""
    wide, jaw = person.width, person.width * (0.56 + 0.3 * person.jaw)
    path = QPainterPath(QPointF(0, -1.0))
    path.cubicTo(wide * 0.85, -1.0, wide * 1.06, -0.55, wide, 0.05)
    path.cubicTo(wide * 0.97, 0.5, jaw, 0.93, 0, 1.0)
    path.cubicTo(-jaw, 0.93, -wide * 0.97, 0.5, -wide, 0.05)
    path.cubicTo(-wide * 1.06, -0.55, -wide * 0.85, -1.0, 0, -1.0)
    return path


def sockets(head: Head) -> None:
    shade = QColor(head.person.skin).darker(185)
    for side in (-1, 1):
        where = head.at(side * head.person.apart, -head.person.level - 0.03)
        head.haze(where, head.person.eye * 2.1, head.person.eye * 1.5, shade, head.person.hollow)


def eyes(head: Head) -> None:
    for side in (-1, 1):
        eye(head, side)


def eye(head: Head, side: int) -> None:
    """An almond with iris, pupil and a gleam, under a dark upper lid."""
    person, where = head.person, head.at(side * head.person.apart, -head.person.level)
    wide, high = person.eye * cos(radians(head.view.turn)), person.eye * person.open
    rise = side * person.slant
    almond = QPainterPath(QPointF(-wide, rise))
    almond.quadTo(0, -high * 2.0, wide, -rise)
    almond.quadTo(0, high * 1.7, -wide, rise)
    almond.translate(where)
    head.fill(almond, QColor("#F3EFEA"))
    head.painter.save()
    head.painter.setClipPath(almond)
    iris(head, where + QPointF(head.view.gaze * wide * 0.3, -high * 0.05), high * 1.02)
    head.painter.restore()
    lid = QPainterPath(QPointF(-wide * 1.05, rise))
    lid.quadTo(0, -high * 2.15, wide * 1.05, -rise)
    lid.translate(where)
    head.line(lid, QColor(person.skin).darker(330), 0.032)


def iris(head: Head, where: QPointF, size: float) -> None:
    colour = QColor(head.person.iris)
    for share, shade in ((1.0, colour.darker(150)), (0.85, colour), (0.45, QColor("#0C0A0A"))):
        head.oval(where, size * share, size * share, shade)
    head.oval(where + QPointF(size * 0.3, -size * 0.35), size * 0.2, size * 0.2, QColor("#FFFFFF"))


def brows(head: Head) -> None:
    person = head.person
    for side in (-1, 1):
        inner, outer = person.apart - person.eye * 1.05, person.apart + person.eye * 1.35
        above = -person.level - person.lift
        path = QPainterPath(head.at(side * inner, above + 0.02))
        path.quadTo(head.at(side * person.apart, above - 0.07), head.at(side * outer, above + person.arch))
        head.line(path, _brow_colour(person), person.brow)


def nose(head: Head) -> None:
    person, skin = head.person, QColor(head.person.skin)
    tip, wide = person.nose - person.level, person.nostrils
    for side in (-1, 1):
        head.haze(head.at(side * wide * 0.75, tip - 0.16, 0.1), wide * 0.5, 0.24, skin.darker(165), 0.5)
    head.haze(head.at(0, tip - 0.14, _NOSE * 0.7), wide * 0.5, 0.26, skin.lighter(125), 0.7)
    head.haze(head.at(0, tip + 0.05, _NOSE * 0.7), wide * 1.25, 0.1, skin.darker(200), 0.6)
    head.haze(head.at(0, tip - 0.02, _NOSE), wide * 0.6, wide * 0.5, skin.lighter(125), 0.8)
    for side in (-1, 1):
        head.oval(head.at(side * wide * 0.45, tip + 0.045, _NOSE * 0.8), wide * 0.2, 0.022, skin.darker(320))
        wing = QPainterPath(head.at(side * wide * 0.92, tip - 0.04, _NOSE * 0.5))
        wing.quadTo(
            head.at(side * wide * 1.1, tip + 0.06, _NOSE * 0.5),
            head.at(side * wide * 0.7, tip + 0.06, _NOSE * 0.6),
        )
        head.line(wing, skin.darker(190), 0.022)


def mouth(head: Head) -> None:
    """Two lips with the dark line between them; a smile lifts its ends."""
    person, middle = head.person, _mouth_line(head.person)
    lift, lip = 0.10 * head.view.smile, _lip_colour(head.person)
    left, right = (head.at(side * person.mouth, middle - lift, 0.04) for side in (-1, 1))
    centre = head.at(0, middle + lift * 0.35, 0.12)
    bow, below = QPointF(0, -person.lips * 1.6), QPointF(0, person.lips * 3.0)
    upper, lower = QPainterPath(left), QPainterPath(left)
    upper.quadTo(centre + bow, right)
    upper.quadTo(centre, left)
    lower.quadTo(centre, right)
    lower.quadTo(centre + below, left)
    head.fill(lower, lip)
    head.fill(upper, lip.darker(118))
    line = QPainterPath(left)
    line.quadTo(centre, right)
    head.line(line, lip.darker(230), 0.024)
    head.haze(
        head.at(0, middle + 0.14 + person.lips, 0.1),
        person.mouth * 0.7,
        0.07,
        QColor(person.skin).darker(170),
        0.5,
    )


def freckles(head: Head) -> None:
    """Spots over nose and cheeks, the same in each picture."""
    if not head.person.freckles:
        return
    colour = _clear(QColor("#9A5A35"), 0.55)
    for place in range(26):
        x, y = (place * 0.7549 % 1 - 0.5) * 0.95, 0.12 + place * 0.5698 % 1 * 0.2
        head.oval(head.at(x, y, 0.02), 0.014, 0.013, colour)


def beard(head: Head) -> None:
    """A shade over the jaw, or a full beard that leaves the mouth free."""
    person = head.person
    if not person.beard:
        return
    middle = _mouth_line(person)
    shape = QPainterPath()
    shape.addRect(-1.1, middle - 0.2, 2.2, 1.5)
    cheeks = QPainterPath()
    cheeks.addEllipse(head.at(0, middle - 0.42, 0.1), person.width * 0.93, 0.44)
    edge = outline(person)
    edge.translate(sin(radians(head.view.turn)) * 0.12, -sin(radians(head.view.nod)) * 0.08)
    head.fill(
        edge.intersected(shape).subtracted(cheeks), _clear(_hair_colour(person), 0.25 + 0.6 * person.beard)
    )


def hair_behind(head: Head) -> None:
    """What falls behind the face."""
    person, colour, wide = head.person, _hair_colour(head.person).darker(125), head.person.width
    if person.style in ("long", "bob"):
        low = 1.55 if person.style == "long" else 0.72
        path = QPainterPath(QPointF(-wide * 1.1, low))
        path.cubicTo(-wide * 1.5, -0.2, -wide * 1.15, -1.3, 0, -1.27)
        path.cubicTo(wide * 1.15, -1.3, wide * 1.5, -0.2, wide * 1.1, low)
        path.cubicTo(wide * 0.6, low + 0.16, -wide * 0.6, low + 0.16, -wide * 1.1, low)
        head.fill(path, colour)
    if person.style == "bun":
        head.oval(QPointF(0, -1.28), 0.36, 0.32, colour)
    if person.style == "curls":
        for x, y in (
            (-0.85, -0.2),
            (0.85, -0.2),
            (-0.8, -0.62),
            (0.8, -0.62),
            (-0.48, -1.0),
            (0.48, -1.0),
            (0, -1.12),
        ):
            head.oval(QPointF(x * wide * 1.28, y), 0.4, 0.4, colour)


def hair(head: Head) -> None:
    """What frames the forehead: a cap over the skull down to a hairline."""
    person = head.person
    if person.style == "bald":
        return
    wide = person.width * 1.06
    side = {"short": -0.18, "crop": -0.3, "long": 0.0}.get(person.style, -0.12)
    top, line = -1.1 if person.style == "crop" else -1.2, person.hairline - 1
    shift = sin(radians(head.view.turn)) * 0.14
    path = QPainterPath(QPointF(-wide, side))
    path.cubicTo(-wide * 1.12, top * 0.92, -wide * 0.62, top, 0, top)
    path.cubicTo(wide * 0.62, top, wide * 1.12, top * 0.92, wide, side)
    path.cubicTo(wide * 0.9, line + 0.12, wide * 0.62 + shift, line - 0.04, shift + 0.12, line)
    path.cubicTo(-wide * 0.5 + shift, line + 0.02, -wide * 0.86, line + 0.1, -wide, side)
    colour = _hair_colour(person)
    head.fill(path, _across(head, 1.2, colour.lighter(118), colour.darker(118), above=-0.9))


def glasses(head: Head) -> None:
    person, dark = head.person, QColor("#2E2B2B")
    if not person.glasses:
        return
    size, bridge = person.eye * 1.55, QPainterPath()
    for side in (-1, 1):
        rim, where = QPainterPath(), head.at(side * person.apart, 0.015 - person.level, 0.06)
        rim.addRoundedRect(
            QRectF(where.x() - size, where.y() - size * 0.78, size * 2, size * 1.6), 0.12, 0.12
        )
        head.line(rim, dark, 0.026)
    bridge.moveTo(head.at(-person.apart + size, -person.level - 0.02, 0.06))
    bridge.lineTo(head.at(person.apart - size, -person.level - 0.02, 0.06))
    head.line(bridge, dark, 0.026)


def _across(head: Head, reach: float, bright: QColor, dark: QColor, above: float = -0.1) -> QBrush:
    """Light that falls on a round shape from the side."""
    fade = QRadialGradient(QPointF(head.view.light * 0.4, above), reach)
    fade.setColorAt(0, bright)
    fade.setColorAt(0.55, bright.darker(106))
    fade.setColorAt(1, dark)
    return QBrush(fade)


def _mouth_line(person: Person) -> float:
    """How far below the middle of the head the lips meet."""
    return person.nose + person.chin - person.level


def _hair_colour(person: Person) -> QColor:
    return QColor(person.hair)


def _brow_colour(person: Person) -> QColor:
    return QColor(person.hair).darker(135)


def _lip_colour(person: Person) -> QColor:
    """Skin, somewhat redder and darker."""
    skin = QColor(person.skin)
    return QColor(int(skin.red() * 0.86), int(skin.green() * 0.62), int(skin.blue() * 0.62))


def _clear(colour: QColor, strength: float) -> QColor:
    """The colour, to be seen through."""
    return QColor.fromRgbF(colour.redF(), colour.greenF(), colour.blueF(), strength)
