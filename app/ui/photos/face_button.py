"""A face to choose, with the key that chooses it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.photos.key_button import CAP, GAP, KeyButton
from app.ui.widgets.face_grid import paint_face
from app.ui.widgets.wrapped import wrapped

_EDGE = 6
_BELOW = 8


class FaceButton(KeyButton):
    """A face with the key's cap in its corner, over its text, which wraps."""

    def __init__(
        self, pictures: Thumbnails, key: str, then: Callable[[], object], side: int, width: int = 0
    ) -> None:
        super().__init__("", key, then)
        self._pictures, self._side, self._width = pictures, side, max(side, width)
        self._face: int | None = None
        self._text = ""
        pictures.arrived.connect(self._arrived)

    def show_face(self, face: int, text: str, said: str = "") -> None:
        """Show another face with a text below it; `said` is read aloud in its place."""
        self._face, self._text = face, text
        self.say(said or text)
        self.update()

    def resize_face(self, side: int, width: int) -> None:
        """Show the face so large, and leave so much width to the text."""
        self._side, self._width = side, max(side, width)
        self.updateGeometry()
        self.update()

    def lines(self) -> list[str]:
        """The text as it stands below the face: the last line ends in an ellipsis where it is too long."""
        return wrapped(self._text, self.font(), self._width)

    def sizeHint(self) -> QSize:
        """The face, and its text below it."""
        text = self.fontMetrics().lineSpacing() * len(self.lines())
        below = text + _BELOW if text else 0
        return QSize(self._width + 2 * _EDGE, self._side + 2 * _EDGE + below)

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The button's ground, the face, the text and the cap."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        picture = self._pictures.get(self._face) if self._face is not None else None
        left = (self.width() - self._side) // 2
        paint_face(painter, QRect(left, _EDGE, self._side, self._side), picture, 8)
        top = 2 * _EDGE + self._side
        self._write(painter, QRect(_EDGE, top, self.width() - 2 * _EDGE, self.height() - top))
        self._number(painter)
        painter.end()

    def _arrived(self, faces: frozenset[int]) -> None:
        if self._face in faces:
            self.update()

    def _write(self, painter: QStylePainter, room: QRect) -> None:
        """The text, each line in the middle."""
        painter.setPen(theme.color("text"))
        where = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        for place, line in enumerate(self.lines()):
            painter.drawText(room.translated(0, place * self.fontMetrics().lineSpacing()), where, line)

    def _number(self, painter: QStylePainter) -> None:
        """The key's cap in the upper left corner, on a ground of its own: it may lie over the face."""
        painter.setRenderHint(QStylePainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("panel"))
        painter.drawRoundedRect(_EDGE, _EDGE, self.cap_room() - GAP, CAP, 5, 5)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self.paint_cap(painter, _EDGE, _EDGE + CAP / 2)
