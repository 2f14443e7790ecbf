"""A face to choose, with the key that chooses it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionButton, QStylePainter

from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.photos.key_button import GAP, KeyButton
from app.ui.widgets.face_grid import paint_face

_EDGE = 6
_LINE = 28


class FaceButton(KeyButton):
    """A face over its text and the key's cap."""

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

    def sizeHint(self) -> QSize:
        """The face, and a line below it."""
        return QSize(self._width + 2 * _EDGE, self._side + _EDGE + _LINE)

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
        self._write(painter, QRect(_EDGE, _EDGE + self._side, self.width() - 2 * _EDGE, _LINE))
        painter.end()

    def _arrived(self, faces: frozenset[int]) -> None:
        if self._face in faces:
            self.update()

    def _write(self, painter: QStylePainter, room: QRect) -> None:
        """The text and the cap, together in the middle."""
        most = room.width() - self.cap_room()
        shown = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, most)
        wide = self.fontMetrics().horizontalAdvance(shown) + GAP if shown else 0
        left = room.left() + (room.width() - wide - self.cap_room() + GAP) // 2
        painter.setPen(theme.color("text"))
        painter.drawText(QRect(left, room.top(), wide, _LINE), Qt.AlignmentFlag.AlignVCenter, shown)
        self.paint_cap(painter, left + wide, room.top() + _LINE / 2)
