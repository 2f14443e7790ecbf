"""What frames a drawn face: hair, beard and glasses."""

from math import radians, sin

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainterPath

from tests.screenshots.cast import Person
from tests.screenshots.head import Head, across, clear, mouth_line, outline


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
    head.fill(path, across(head, 1.2, colour.lighter(118), colour.darker(118), above=-0.9))


def beard(head: Head) -> None:
    """A shade over the jaw, or a full beard that leaves the mouth free."""
    person = head.person
    if not person.beard:
        return
    middle = mouth_line(person)
    shape = QPainterPath()
    shape.addRect(-1.1, middle - 0.2, 2.2, 1.5)
    cheeks = QPainterPath()
    cheeks.addEllipse(head.at(0, middle - 0.42, 0.1), person.width * 0.93, 0.44)
    edge = outline(person)
    edge.translate(sin(radians(head.view.turn)) * 0.12, -sin(radians(head.view.nod)) * 0.08)
    head.fill(
        edge.intersected(shape).subtracted(cheeks), clear(_hair_colour(person), 0.25 + 0.6 * person.beard)
    )


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


def _hair_colour(person: Person) -> QColor:
    return QColor(person.hair)
