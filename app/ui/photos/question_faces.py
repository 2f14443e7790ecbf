"""The faces of a question on two sides: one large or six small ones each."""

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.engine.requests.faces import ChipsOf, CutFaces
from app.ui.look import theme
from app.ui.photos.decoding import Decoder
from app.ui.photos.replies import SEEN
from app.ui.shell.context import Context
from app.ui.widgets.face_grid import paint_face

_LARGE = 250
_GAP = 10
_BETWEEN = 34
_CAPTION = 26
_KEPT = 8


class Side(NamedTuple):
    """Faces of one side, and what is said below them."""

    faces: tuple[int, ...] = ()
    caption: str = ""


class QuestionFaces(QWidget):
    """A large face is drawn from its whole chip, small ones from thumbnails."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._sides = (Side(), Side())
        self._large: OrderedDict[int, QPixmap] = OrderedDict()
        self._wanted: list[int] = []
        self._asked: int | None = None
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._take)
        self.be_low(on=False)
        self.setMaximumHeight(_LARGE + _CAPTION)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        context.thumbnails.arrived.connect(self._arrived)

    def be_low(self, *, on: bool) -> None:
        """Take less height if need be, in a low window."""
        self._low = on
        self.setMinimumSize(300, 110 if on else 160)
        self.updateGeometry()

    def show_sides(self, left: Side, right: Side) -> None:
        """Show other faces, as many of each side as there is room for."""
        self._sides = (Side(left.faces[:SEEN], left.caption), Side(right.faces[:SEEN], right.caption))
        self.prepare(left.faces, right.faces)
        self.update()

    def show_side(self, place: int, side: Side) -> None:
        """Show others on the left (0) or the right (1)."""
        sides = (side, self._sides[1]) if place == 0 else (self._sides[0], side)
        self.show_sides(*sides)

    def caption(self, text: str) -> None:
        """Say where the left face is from."""
        self._sides = (Side(self._sides[0].faces, text), self._sides[1])
        self.update()

    def prepare(self, *sides: tuple[int, ...]) -> None:
        """Have the pictures of faces ready that are shown now or next."""
        for faces in sides:
            for face in faces[:SEEN]:
                self._context.thumbnails.get(face)
            if len(faces) == 1 and faces[0] not in self._large:
                self._wanted.append(faces[0])
        self._ask()

    def sizeHint(self) -> QSize:
        """A large face, six small ones, and a line of text; in a low window what is left."""
        return QSize(660, self.minimumHeight() if self._low else _LARGE + _CAPTION)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw them, smaller where there is little room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shown = [side for side in self._sides if side.faces]
        side = self._size(shown)
        left = (self.width() - sum(_wide(one, side) for one in shown) - _BETWEEN * (len(shown) - 1)) // 2
        top = max(0, (self.height() - side - _CAPTION) // 2)
        for one in shown:
            self._paint_side(painter, one, QRect(left, top, _wide(one, side), side))
            left += _wide(one, side) + _BETWEEN
        painter.end()

    def _paint_side(self, painter: QPainter, side: Side, room: QRect) -> None:
        if len(side.faces) == 1:
            face = side.faces[0]
            paint_face(painter, room, self._large.get(face) or self._context.thumbnails.get(face), 12)
        else:
            small = _small(room.height())
            for place, face in enumerate(side.faces):
                row, column = divmod(place, 3)
                x, y = room.left() + column * (small + _GAP), room.top() + row * (small + _GAP)
                paint_face(painter, QRect(x, y, small, small), self._context.thumbnails.get(face), 10)
        line = QRect(room.left(), room.bottom() + 1, room.width(), _CAPTION)
        self._write(painter, line.adjusted(2 - _BETWEEN // 2, 0, _BETWEEN // 2 - 2, 0), side.caption)

    def _size(self, shown: list[Side]) -> int:
        """Pixels of a large face's side: two small ones with their gap are as high."""
        wide = sum(1.0 if len(one.faces) == 1 else 1.5 for one in shown) or 1.0
        room = self.width() - _BETWEEN * max(0, len(shown) - 1) - 2 * _GAP
        return min(_LARGE, self.height() - _CAPTION, int(room / wide))

    def _write(self, painter: QPainter, room: QRect, text: str) -> None:
        painter.setPen(theme.color("muted"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, shown)

    def _arrived(self, _: object) -> None:
        self.update()

    def _ask(self) -> None:
        """Ask for one whole chip after the other."""
        while self._asked is None and self._wanted:
            face = self._wanted.pop(0)
            if face not in self._large:
                self._asked = face
                self._context.bridge.ask(ChipsOf((face,)), self._decode, self._give_up)

    def _decode(self, chips: dict[int, bytes]) -> None:
        if self._asked in chips:
            self._decoder.decode(chips[self._asked])
        elif self._asked is not None:
            self._context.bridge.ask(CutFaces((self._asked,)), self._decode_cut, self._give_up)

    def _decode_cut(self, chips: dict[int, bytes]) -> None:
        """Decode what was cut out of a photo, as no chip is kept."""
        if self._asked in chips:
            self._decoder.decode(chips[self._asked])
        else:
            self._give_up(None)

    def _give_up(self, _: object) -> None:
        self._asked = None
        self._ask()

    def _take(self, image: QImage) -> None:
        if self._asked is not None and not image.isNull():
            self._large[self._asked] = QPixmap.fromImage(image)
            while len(self._large) > _KEPT:
                self._large.popitem(last=False)
            self.update()
        self._give_up(None)


def _small(side: int) -> int:
    return (side - _GAP) // 2


def _wide(one: Side, side: int) -> int:
    """Pixels across that a side takes."""
    if len(one.faces) == 1:
        return side
    columns = min(3, len(one.faces))
    return columns * _small(side) + (columns - 1) * _GAP
