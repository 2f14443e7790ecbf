"""A face's picture with round corners, for lists beside the video."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from app.ui.widgets.face_grid import paint_face


def rounded(picture: QPixmap, side: int, ratio: float = 1.0, radius: int = 8) -> QPixmap:
    """A picture as a square with round corners; a null one as its empty ground.

    Args:
        picture: A face.
        side: Of the square, as shown.
        ratio: Pixels of the screen for each of these.
        radius: Of the corners.
    """
    made = QPixmap(round(side * ratio), round(side * ratio))
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    paint_face(painter, QRect(0, 0, side, side), None if picture.isNull() else picture, radius)
    painter.end()
    return made
