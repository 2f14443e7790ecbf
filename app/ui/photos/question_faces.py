"""The faces of a question: one large, and beside it six to compare it with."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.engine.requests.faces import ChipsOf
from app.ui.look import theme
from app.ui.photos.decoding import Decoder
from app.ui.shell.context import Context
from app.ui.widgets.face_grid import paint_face

SIX = 6
_LARGE = 250
_GAP = 10
_BETWEEN = 34
_CAPTION = 26


class QuestionFaces(QWidget):
    """The large face is drawn from its whole chip, the small ones from thumbnails."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._face: int | None = None
        self._others: tuple[int, ...] = ()
        self._captions = ("", "")
        self._large: QPixmap | None = None
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._take)
        self.setMinimumSize(300, 160)
        self.setMaximumHeight(_LARGE + _CAPTION)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        context.thumbnails.arrived.connect(self._arrived)

    def show_face(self, face: int, caption: str = "") -> None:
        """Show another face in question."""
        if face != self._face:
            self._face, self._large = face, None
            self._decoder.drop()
            self._context.bridge.ask(ChipsOf((face,)), self._decode, lambda _: None)
        self._captions = (caption, self._captions[1])
        self.update()

    def show_others(self, others: tuple[int, ...], caption: str) -> None:
        """Show other faces to compare it with."""
        self._others = others[:SIX]
        self._captions = (self._captions[0], caption)
        self.update()

    def caption(self, text: str) -> None:
        """Say where the large face is from."""
        self._captions = (text, self._captions[1])
        self.update()

    def sizeHint(self) -> QSize:
        """The large face, the small ones, and a line of text."""
        return QSize(660, _LARGE + _CAPTION)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw them, smaller where there is little room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side, small = self._sides()
        whole = side + (_BETWEEN + 3 * small + 2 * _GAP if self._others else 0)
        left = (self.width() - whole) // 2
        top = max(0, (self.height() - side - _CAPTION) // 2)
        if self._face is not None:
            picture = self._large or self._context.thumbnails.get(self._face)
            paint_face(painter, QRect(left, top, side, side), picture, 12)
        right = left + side + _BETWEEN
        for place, face in enumerate(self._others):
            row, column = divmod(place, 3)
            spot = QRect(right + column * (small + _GAP), top + row * (small + _GAP), small, small)
            paint_face(painter, spot, self._context.thumbnails.get(face), 10)
        self._write(painter, QRect(left, top + side, side, _CAPTION), self._captions[0])
        if self._others:
            self._write(painter, QRect(right, top + side, 3 * small + 2 * _GAP, _CAPTION), self._captions[1])
        painter.end()

    def _sides(self) -> tuple[int, int]:
        """Pixels of the large face's side and of a small one's: two of these with their gap are as high."""
        side = min(_LARGE, self.height() - _CAPTION, int((self.width() - _BETWEEN - _GAP) / 2.5))
        return side, (side - _GAP) // 2

    def _write(self, painter: QPainter, room: QRect, text: str) -> None:
        painter.setPen(theme.color("muted"))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, shown)

    def _arrived(self, _: object) -> None:
        self.update()

    def _decode(self, chips: dict[int, bytes]) -> None:
        if self._face is not None and self._face in chips:
            self._decoder.decode(chips[self._face])

    def _take(self, image: QImage) -> None:
        if not image.isNull():
            self._large = QPixmap.fromImage(image)
            self.update()
