"""Faces drawn by program, so that pictures of the window show nobody who exists; real models find them."""

from math import cos, radians, sin

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QPainter, QPainterPath

from tests.screenshots.cast import Person
from tests.screenshots.hair import beard, glasses, hair, hair_behind
from tests.screenshots.head import Head, View, across, clear, mouth_line, outline

_NOSE = 0.3
"""How far the tip of the nose stands out of the face."""


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
    head.fill(path, across(head, 1.8, shirt.lighter(108), shirt.darker(115)))


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
    head.fill(shape, across(head, 1.15, skin.lighter(109), skin.darker(138)))
    head.painter.save()
    head.painter.setClipPath(shape)
    for side in (-1, 1):
        head.haze(head.at(side * 0.42, 0.24), 0.3, 0.24, QColor("#C4523C"), 0.16)
    head.painter.restore()


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
    person, middle = head.person, mouth_line(head.person)
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
    colour = clear(QColor("#9A5A35"), 0.55)
    for place in range(26):
        x, y = (place * 0.7549 % 1 - 0.5) * 0.95, 0.12 + place * 0.5698 % 1 * 0.2
        head.oval(head.at(x, y, 0.02), 0.014, 0.013, colour)


def _brow_colour(person: Person) -> QColor:
    return QColor(person.hair).darker(135)


def _lip_colour(person: Person) -> QColor:
    """Skin, somewhat redder and darker."""
    skin = QColor(person.skin)
    return QColor(int(skin.red() * 0.86), int(skin.green() * 0.62), int(skin.blue() * 0.62))
