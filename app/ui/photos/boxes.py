"""A photo with a box around each face: solid with its name, dotted where nobody is known."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from app.core.text import plain
from app.domain.box import Box
from app.domain.face import StoredFace
from app.ui.look import theme
from app.ui.look.texts import number, shown, tip, tr

_LABEL_HEIGHT = 22


class BoxedPhoto(QWidget):
    """The photo, as large as there is room, its faces to click on or to walk through with the arrow keys.

    Signals:
        chosen: A face was clicked or Enter pressed on it; its identifier.
    """

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(280, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Photo with its faces"))
        self._image = QImage()
        self._scaled = QPixmap()
        self._width = 1.0
        self._faces: tuple[tuple[StoredFace, str], ...] = ()
        self._current = -1
        self._words = ""

    @property
    def current(self) -> int | None:
        """The face with the focus, or None."""
        return self._faces[self._current][0].id if 0 <= self._current < len(self._faces) else None

    def show_photo(self, image: QImage, width: int) -> None:
        """Show another photo.

        Args:
            image: The picture, perhaps smaller than the photo.
            width: The photo's own, in pixels: what boxes are measured in.
        """
        self._image, self._width = image, float(max(1, width))
        self._fit()

    def show_faces(self, faces: list[tuple[StoredFace, str]], current: int | None = None) -> None:
        """Show boxes around these faces; with each its person's name, or ""."""
        self._faces = tuple(sorted(faces, key=lambda one: one[0].box.x))
        places = {card.id: place for place, (card, _) in enumerate(self._faces)}
        kept = self.current if current is None else current
        self._current = places.get(kept, -1) if kept is not None else -1
        self.update()

    def say(self, text: str) -> None:
        """Say something in the place of the photo."""
        self._words = text
        self.update()

    def rect_of(self, face: int) -> QRect:
        """Where a face is shown; empty if it is not."""
        for card, _ in self._faces:
            if card.id == face:
                return self._rect(card.box).toRect()
        return QRect()

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(900, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture anew."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the faces; Enter chooses the current one."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self._faces and event.key() in steps:
            self._current = (max(self._current, -1) + steps[Qt.Key(event.key())]) % len(self._faces)
            self.update()
        elif self.current is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the face that was clicked."""
        if (place := self._at(event.position())) >= 0:
            self._current = place
            self.update()
            self.chosen.emit(self._faces[place][0].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be clicked."""
        place = self._at(event.position())
        over = place >= 0
        self.setToolTip(tip(shown(self._faces[place][0].unrecognisable) if over else ""))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first face."""
        super().focusInEvent(event)
        if self._current < 0 and self._faces:
            self._current = 0
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the new colours."""
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the photo, then the boxes, the current one last."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._scaled.isNull():
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        painter.drawPixmap(self._place().topLeft(), self._scaled)
        for place, (card, name) in enumerate(self._faces):
            title = plain(name) or _unknown(card, place + 1)
            _paint_box(painter, self._rect(card.box), title, known=bool(name), current=place == self._current)
        painter.end()

    def _fit(self) -> None:
        if self._image.isNull():
            self._scaled = QPixmap()
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            self._scaled = QPixmap.fromImage(
                self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            )
        self.update()

    def _place(self) -> QRect:
        place = QRect(QPoint(), self._scaled.size())
        place.moveCenter(self.rect().center())
        return place

    def _rect(self, box: Box) -> QRectF:
        place = self._place()
        scale = place.width() / self._width
        return QRectF(place.x() + scale * box.x, place.y() + scale * box.y, scale * box.w, scale * box.h)

    def _at(self, point: QPointF) -> int:
        """The smallest box at a point, as boxes may overlap."""
        hit = [
            (rect.width() * rect.height(), place)
            for place, (card, _) in enumerate(self._faces)
            if (rect := self._rect(card.box)).contains(point)
        ]
        return min(hit)[1] if hit else -1


def _unknown(card: StoredFace, place: int) -> str:
    if card.unrecognisable:
        return tr("Unknown {number} (not clear)", number=number(place))
    return tr("Unknown {number}", number=number(place))


def _paint_box(painter: QPainter, rect: QRectF, title: str, *, known: bool, current: bool) -> None:
    """A solid accent box with a filled label for a name; a dotted white one with its number for nobody."""
    ground = theme.color("accent") if known else QColor(0, 0, 0, 170)
    ink = theme.color("on_accent") if known else QColor("white")
    line = QPen(theme.color("accent") if known else QColor("white"), 3 if current else 2)
    if not known:
        painter.setPen(QPen(QColor(0, 0, 0, 110), 4))  # so that dots are seen on white too
        painter.drawRoundedRect(rect, 6, 6)
        line.setStyle(Qt.PenStyle.DotLine)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line)
    painter.drawRoundedRect(rect, 6, 6)
    if current:
        painter.setPen(QPen(QColor("white"), 1.5))
        painter.drawRoundedRect(rect.adjusted(-3.5, -3.5, 3.5, 3.5), 8, 8)
    _paint_label(painter, rect, title, ground, ink)


def _paint_label(painter: QPainter, rect: QRectF, text: str, ground: QColor, ink: QColor) -> None:
    """Above the box, or within it where there is no room above; always inside the picture."""
    width = painter.fontMetrics().horizontalAdvance(text) + 14
    bounds = painter.viewport()
    left = min(max(rect.left(), 0.0), max(0.0, bounds.width() - width))
    top = rect.top() - _LABEL_HEIGHT - 4
    spot = QRectF(left, top if top >= 0 else rect.top() + 4, width, _LABEL_HEIGHT)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(spot, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(ink)
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)
