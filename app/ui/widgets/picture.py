"""The newest frame as a picture: scaled to fit, with rounded corners, painted anew only when there is one."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.domain.arrays import Image
from app.domain.box import Box

GROUND = QColor("#101413")
"""Behind every video, in the light theme too."""
ACCENT = QColor("#3CC7BB")
"""Of names and of what was seen, over every video likewise."""
THUMBNAIL = 84
"""Pixels of a face's side beside a video: twice what is shown, for fine screens."""
RADIUS = 14
_SMOOTH_PIXELS = 1_200_000
"""Larger areas are scaled by the nearest pixel: smoothing them would take most of a frame's time."""


def as_image(frame: Image) -> QImage:
    """An RGB array (H, W, 3) in the layout that Qt paints fastest; keeps nothing of the array."""
    height, width = frame.shape[:2]
    view = QImage(frame.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return view.convertToFormat(QImage.Format.Format_RGB32)


def crop(image: QImage, box: Box, side: int, margin: float = 0.25) -> QImage:
    """A square around a face, scaled to `side` pixels."""
    half = max(box.w, box.h) * (0.5 + margin)
    x, y = box.x + box.w / 2, box.y + box.h / 2
    half = min(half, image.width() / 2, image.height() / 2)
    left = min(max(0.0, x - half), image.width() - 2 * half)
    top = min(max(0.0, y - half), image.height() - 2 * half)
    cut = image.copy(math.floor(left), math.floor(top), max(1, int(2 * half)), max(1, int(2 * half)))
    smooth = Qt.TransformationMode.SmoothTransformation
    return cut.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, smooth)


class Picture(QWidget):
    """Shows frames; what lies over them is painted by `paint_over`.

    Attributes:
        image: The frame shown; null where there is none.
        mirrored: Whether left and right are swapped, as people know it from a mirror.
        rounded: Whether its corners are round; on a whole screen they are not.
    """

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self.mirrored = False
        self.rounded = True
        self.setMinimumSize(240, 160)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(640, 400)

    def show_frame(self, frame: Image) -> None:
        """Show this frame from now on."""
        self.show_image(as_image(frame))

    def show_image(self, image: QImage) -> None:
        """Show this picture from now on."""
        self.image = image
        self.update()

    def clear(self) -> None:
        """Show no frame any more."""
        self.image = QImage()
        self.update()

    def place(self) -> QRectF:
        """Where in the widget the frame is."""
        if self.image.isNull():
            return QRectF(self.rect())
        size = self.image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        corner = QPointF((self.width() - size.width()) / 2, (self.height() - size.height()) / 2)
        return QRectF(corner, size.toSizeF())

    def on_widget(self, box: Box) -> QRectF:
        """Where in the widget a box of the frame is."""
        place = self.place()
        scale = place.width() / max(1, self.image.width())
        x = self.image.width() - box.x - box.w if self.mirrored else box.x
        return QRectF(place.x() + scale * x, place.y() + scale * box.y, scale * box.w, scale * box.h)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Paint the frame and what lies over it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = QPainterPath()
        radius = RADIUS if self.rounded else 0
        shape.addRoundedRect(QRectF(self.rect()), radius, radius)
        painter.fillPath(shape, GROUND)
        place = self.place()
        if place.x() < radius and place.y() < radius:  # clipping costs: only where corners are touched
            painter.setClipPath(shape)
        if not self.image.isNull():
            self._paint_frame(painter)
        painter.setClipping(False)
        self.paint_over(painter)
        painter.end()

    def paint_over(self, painter: QPainter) -> None:
        """Paint what lies over the frame."""

    def _paint_frame(self, painter: QPainter) -> None:
        place = self.place()
        small = place.width() * place.height() <= _SMOOTH_PIXELS
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, small)
        painter.save()
        if self.mirrored:
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        painter.drawImage(place, self.image)
        painter.restore()
