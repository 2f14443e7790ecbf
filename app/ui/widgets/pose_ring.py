"""Five arcs around a face, one for each pose of the head, and what the poses are called."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.ui.look.texts import tr

_RIGHT_SIDE, _LEFT_SIDE = 18, 162
_ANGLES = {"up": 90, "front": 234, "down": 306}
"""Middle of each arc in degrees, counter-clockwise from three o'clock; the sides depend on the mirror."""
_SPAN = 62


def draw_arc(painter: QPainter, oval: QRectF, pose: str, pen: QPen, *, mirrored: bool = False) -> None:
    """Draw the arc of a pose: where the head turns to in the picture, or in its mirror image."""
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(oval, 16 * (arc_angle(pose, mirrored=mirrored) - _SPAN // 2), 16 * _SPAN)


def arc_angle(pose: str, *, mirrored: bool) -> int:
    """Middle of a pose's arc in degrees: a person's left is at the right, unless in a mirror."""
    if pose in _ANGLES:
        return _ANGLES[pose]
    return _LEFT_SIDE if (pose == "left") is mirrored else _RIGHT_SIDE


def pose_word(pose: str) -> str:
    """What a pose is called in a sentence."""
    return {
        "front": tr("front", "a pose"),
        "left": tr("left", "a pose"),
        "right": tr("right", "a pose"),
        "up": tr("up", "a pose"),
        "down": tr("down", "a pose"),
    }[pose]


def pose_name(pose: str) -> str:
    """What a pose is called, as the title of its picture."""
    return {
        "front": tr("Front"),
        "left": tr("Left"),
        "right": tr("Right"),
        "up": tr("Up"),
        "down": tr("Down"),
    }[pose]
