"""Faces of strangers made unrecognisable in the picture itself, so that nothing made of it shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath

from app.domain.box import Box
from app.domain.decision import State
from app.domain.live import LiveFace

_AROUND = 0.3
"""Share of a face's sides that is blurred beyond it, all around: faces move between detection and display."""
_BLOCKS = 6
"""Means that are left of a face, in each direction."""
_HELD_SECONDS = 1.0
"""How long the place of a face stays blurred that the detector loses."""


@dataclass(frozen=True, slots=True)
class _Place:
    box: Box
    until: float


class Blur:
    """Blurs everyone who has no name, where they are and, for a moment, where they were.

    Attributes:
        on: Whether it does.
    """

    def __init__(self) -> None:
        self.on = False
        self._places: dict[int, _Place] = {}

    def over(self, image: QImage, faces: Iterable[LiveFace], now: float) -> QImage:
        """Blur the faces of a frame that are to be blurred.

        Args:
            image: The frame.
            faces: Who is in it, in pixels of it.
            now: Seconds, of any clock that goes on.

        Returns:
            Another picture; the frame itself if nothing is to be blurred.
        """
        seen = {face.track: face for face in faces}
        held = {track: place for track, place in self._places.items() if place.until > now}
        self._places = {track: place for track, place in held.items() if track not in seen}
        strangers = {track: face for track, face in seen.items() if face.state is not State.NAME}
        self._places |= {track: _Place(face.box, now + _HELD_SECONDS) for track, face in strangers.items()}
        if not self.on or not self._places or image.isNull():
            return image
        return blurred(image, [place.box for place in self._places.values()])


def blurred(image: QImage, boxes: Iterable[Box]) -> QImage:
    """A copy in which a few means in each direction are all that is left of what is in these boxes."""
    drawn = image.copy()
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for box in boxes:
        area = _around(box).intersected(drawn.rect())
        if area.isEmpty():
            continue
        shape = QPainterPath()
        shape.addEllipse(area)
        painter.setClipPath(shape)
        painter.drawImage(area, enlarged(means(image.copy(area)), max(area.width(), area.height())))
    painter.end()
    return drawn


def means(image: QImage) -> QImage:
    """A few pixels, each the mean of a part: drawn large and smooth, blocks that run into each other."""
    ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(_BLOCKS, _BLOCKS, ignore, smooth)


def enlarged(image: QImage, side: int) -> QImage:
    """A picture of a few pixels drawn large, as a square in which they run into each other."""
    ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    return image.scaled(side, side, ignore, smooth)


def _around(box: Box) -> QRect:
    x, y, w, h = box
    return QRect(
        int(x - _AROUND * w), int(y - _AROUND * h), int((1 + 2 * _AROUND) * w), int((1 + 2 * _AROUND) * h)
    )
