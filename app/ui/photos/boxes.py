"""A photo with a box around each face, to click on, to enlarge and to draw in."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from app.domain.box import Box
from app.domain.face import StoredFace
from app.ui.look import theme
from app.ui.look.texts import shown, tip, tr
from app.ui.photos.box_paint import label_size, paint_box, paint_drawn, paint_label, title_of
from app.ui.photos.zoom import Zoom
from app.ui.widgets.label_spots import crowded, label_spots

_STEP = 1.25
"""How much larger a turn of the wheel or a key makes the photo."""
_LEAST_DRAWN = 12.0
"""Pixels of the widget below which a box drawn by hand is a slip."""
_GAP = 4.0
"""Pixels between a box and its label."""


class BoxedPhoto(QWidget):
    """The photo, as large as there is room, its faces to click on or to walk through with the arrow keys.

    The wheel and the keys + and - enlarge it, 0 fits it again, and it is dragged where it is larger than the
    widget. Where faces are too close for all labels, some have it under the pointer or the focus alone.

    Attributes:
        drawing: Whether a drag draws a box.

    Signals:
        chosen: A face was clicked or Enter pressed on it; its identifier.
        drawn: A box was drawn around a face that has none; the `Box` in pixels of the photo.
        moved: Boxes lie elsewhere in the widget than before.
    """

    chosen = Signal(int)
    drawn = Signal(object)
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(280, 200)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Photo with its faces"))
        self.drawing = False
        self._image = QImage()
        self._scaled = QPixmap()
        self._zoom = Zoom()
        self._width = 1.0
        self._faces: tuple[tuple[StoredFace, str], ...] = ()
        self._current = -1
        self._hovered = -1
        self._labels: dict[int, tuple[QRectF, bool]] | None = None
        self._words = ""
        self._pressed: QPointF | None = None
        self._dragged = False
        self._new: QRectF | None = None

    @property
    def current(self) -> int | None:
        """The face with the focus, or None."""
        return self._faces[self._current][0].id if 0 <= self._current < len(self._faces) else None

    @property
    def shows_photo(self) -> bool:
        """Whether there is a picture to be seen."""
        return not self._image.isNull()

    def show_photo(self, image: QImage, width: int) -> None:
        """Show another photo.

        Args:
            image: The picture, perhaps smaller than the photo.
            width: The photo's own, in pixels: what boxes are measured in.
        """
        self._image, self._width = image, float(max(1, width))
        self._zoom.reset()
        self._new = None
        self._fit()

    def show_faces(self, faces: list[tuple[StoredFace, str]], current: int | None = None) -> None:
        """Show boxes around these faces; with each its person's name, or ""."""
        kept = self.current if current is None else current
        self._faces = tuple(sorted(faces, key=lambda one: one[0].box.x))
        places = {card.id: place for place, (card, _) in enumerate(self._faces)}
        self._current = places.get(kept, -1) if kept is not None else -1
        self._hovered, self._labels = -1, None
        self.update()

    def say(self, text: str) -> None:
        """Say something in the place of the photo."""
        self._words = text
        self.update()

    def title(self, face: int) -> str:
        """What a face is called here."""
        titles = {card.id: title_of(card, name, at + 1) for at, (card, name) in enumerate(self._faces)}
        return titles.get(face, "")

    def labels(self) -> dict[int, tuple[QRectF, bool]]:
        """Where the label of each face in view stands, and whether it is always shown, by the faces."""
        if self._labels is None:
            self._labels = self._find_spots()
        return self._labels

    def rect_of(self, face: int) -> QRect:
        """Where a face is shown; empty if it is not."""
        for card, _ in self._faces:
            if card.id == face:
                return self._rect(card.box).toRect()
        return QRect()

    def rect_drawn(self) -> QRect:
        """Where the box that was drawn by hand is; empty if there is none."""
        return self._new.toRect() if self._new is not None else QRect()

    def set_drawing(self, *, on: bool) -> None:
        """Let a drag draw a box, or no longer; what was drawn is dropped."""
        self.drawing, self._new, self._pressed = on, None, None
        self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
        self.update()

    def enlarge(self, times: float, at: QPointF | None = None) -> None:
        """Show the photo so many times as large as now, around a point or the middle."""
        middle = QRectF(self.rect()).center()
        if self.shows_photo and self._new is None:
            self._zoom.by(times, middle if at is None else at, middle)
            self._moved()

    def fit(self) -> bool:
        """Fit the photo into the widget again; whether it was enlarged."""
        fitted = self._zoom.reset()
        self._moved()
        return fitted

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(900, 600)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture anew."""
        super().resizeEvent(event)
        self._new = None
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk through the faces, or enlarge; Enter chooses the current face."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        sizes = {Qt.Key.Key_Plus: _STEP, Qt.Key.Key_Minus: 1 / _STEP, Qt.Key.Key_0: 0.0}
        if self._faces and event.key() in steps:
            self._current = (max(self._current, -1) + steps[Qt.Key(event.key())]) % len(self._faces)
            self.update()
        elif event.key() in sizes:
            self.enlarge(sizes[Qt.Key(event.key())])
        elif self.current is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Enlarge what is under the pointer."""
        if turned := event.angleDelta().y():
            self.enlarge(_STEP ** (turned / 120), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to drag, to draw or to click."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed, self._dragged = event.position(), False
            self._new = None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw, drag the photo, or show what can be clicked."""
        if self._pressed is None:
            self._show_clickable(event.position())
        elif self.drawing:
            self._new = QRectF(self._pressed, event.position()).normalized() & self._place()
            self.update()
        elif self._dragged or (event.position() - self._pressed).manhattanLength() > _drag_distance():
            self._dragged = True
            self._zoom.shift(event.position() - self._pressed)
            self._pressed = event.position()
            self._moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the face that was clicked, or take the box that was drawn."""
        pressed, self._pressed = self._pressed, None
        if pressed is None:
            return
        if self.drawing:
            self._take_drawn()
        elif not self._dragged and (place := self._at(event.position())) >= 0:
            self._current = place
            self.update()
            self.chosen.emit(self._faces[place][0].id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Start at the first face."""
        super().focusInEvent(event)
        if self._current < 0 and self._faces:
            self._current = 0
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Draw in the new colours, and letters."""
        super().changeEvent(event)
        self._labels = None
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """No face is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the photo, the boxes, then the labels over them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image.isNull():
            painter.setPen(theme.color("muted"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            painter.end()
            return
        if self._zoom.factor > 1:
            painter.drawImage(self._place(), self._image)
        else:
            painter.drawPixmap(self._place().topLeft().toPoint(), self._scaled)
        for place, (card, name) in enumerate(self._faces):
            paint_box(painter, self._rect(card.box), known=bool(name), current=place == self._current)
        self._paint_labels(painter)
        if self._new is not None:
            paint_drawn(painter, self._new)
        painter.end()

    def _paint_labels(self, painter: QPainter) -> None:
        """Those that have room, and over them those of the current face and of the one under the pointer."""
        spots = self.labels()
        ahead = [place for place in (self._current, self._hovered) if place >= 0]
        for place in (*(at for at in range(len(self._faces)) if at not in ahead), *ahead):
            card, name = self._faces[place]
            if card.id in spots and (place in ahead or spots[card.id][1]):
                title = title_of(card, name, place + 1)
                paint_label(painter, spots[card.id][0], title, known=bool(name))

    def _find_spots(self) -> dict[int, tuple[QRectF, bool]]:
        """Names choose before numbers, and large faces before small ones."""
        room = QRectF(self.rect())
        seen = [
            (not name, -card.box.h, place)
            for place, (card, name) in enumerate(self._faces)
            if self._rect(card.box).intersects(room)
        ]
        places = [place for *_, place in sorted(seen)]
        cards = [self._faces[place][0] for place in places]
        metrics = self.fontMetrics()
        sizes = [label_size(metrics, title_of(*self._faces[place], place + 1)) for place in places]
        spots = label_spots([self._rect(card.box) for card in cards], sizes, room, _GAP)
        shown = [not hidden for hidden in crowded(spots)]
        return {card.id: one for card, one in zip(cards, zip(spots, shown, strict=True), strict=True)}

    def _hover(self, place: int) -> None:
        if place != self._hovered:
            self._hovered = place
            self.update()

    def _fit(self) -> None:
        if self._image.isNull():
            self._scaled = QPixmap()
        else:
            smooth = Qt.TransformationMode.SmoothTransformation
            size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
            self._scaled = QPixmap.fromImage(
                self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
            )
        self._moved()

    def _moved(self) -> None:
        self._labels = None
        self.update()
        self.moved.emit()

    def _take_drawn(self) -> None:
        spot, place = self._new, self._place()
        if spot is None or min(spot.width(), spot.height()) < _LEAST_DRAWN or place.isEmpty():
            self._new = None
            self.update()
            return
        away, scale = spot.topLeft() - place.topLeft(), self._width / place.width()
        self.drawn.emit(Box(away.x(), away.y(), spot.width(), spot.height()).scaled(scale))

    def _show_clickable(self, point: QPointF) -> None:
        if self.drawing:
            return
        over = (place := self._at(point)) >= 0
        self._hover(place)
        self.setToolTip(tip(shown(self._faces[place][0].unrecognisable) if over else ""))
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def _place(self) -> QRectF:
        return self._zoom.place(QSizeF(self._image.size()), QSizeF(self.size()))

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


def _drag_distance() -> int:
    return QApplication.startDragDistance()
