"""A line of face thumbnails: as many as fit, and how many more there are."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import number, tr
from app.ui.widgets.face_grid import paint_ring, rounded_face

_GAP = 8
_MORE = 48
"""Pixels kept free for the count of those that do not fit."""


class FaceStrip(QWidget):
    """The best faces of a cluster side by side.

    Signals:
        chosen: A face was clicked.
        activated: A face was clicked twice; the face, and all of the cluster.
        more: The count of those that do not fit was clicked.
    """

    chosen = Signal(int)
    activated = Signal(int, object)
    more = Signal()

    def __init__(self, thumbnails: Thumbnails, side: int = 74) -> None:
        super().__init__()
        self._thumbnails, self._side = thumbnails, side
        self._faces: tuple[int, ...] = ()
        self._chosen: int | None = None
        self.setFixedHeight(side)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_faces(self, faces: tuple[int, ...]) -> None:
        """Show other faces, the first of them where not all fit."""
        if faces != self._faces:
            self._faces = faces
            self.update()

    def show_chosen(self, face: int | None) -> None:
        """Put a ring around a face."""
        if face != self._chosen:
            self._chosen = face
            self.update()

    def shown(self) -> tuple[int, ...]:
        """Those that are seen."""
        whole = (self.width() + _GAP) // (self._side + _GAP)
        if len(self._faces) <= whole:
            return self._faces
        return self._faces[: max(1, (self.width() - _MORE + _GAP) // (self._side + _GAP))]

    def sizeHint(self) -> QSize:
        """Room for a few."""
        return QSize(4 * (self._side + _GAP), self._side)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the face under the pointer."""
        if (face := self._at(event.position().x())) is not None:
            self.activated.emit(face, self._faces)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show all where the count is clicked."""
        if self._is_count(event.position().x()):
            self.more.emit()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the face under the pointer, unless the whole is."""
        event.accept()
        face = self._at(event.position().x())
        if face is not None and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.chosen.emit(face)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show that the count can be clicked."""
        over = self._is_count(event.position().x())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        self.setToolTip(tr("Show all faces of it (O)") if over else "")

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the faces, then how many more there are."""
        painter = QPainter(self)
        shown, size = self.shown(), QSize(self._side, self._side)
        for place, face in enumerate(shown):
            spot = QPoint(place * (self._side + _GAP), 0)
            picture = rounded_face(self._thumbnails.get(face), size, self.devicePixelRatio())
            painter.drawPixmap(spot, picture)
            paint_ring(painter, QRect(spot, size), chosen=face == self._chosen, focused=False)
        if more := len(self._faces) - len(shown):
            left = len(shown) * (self._side + _GAP)
            painter.setPen(theme.color("accent"))
            painter.drawText(
                QRect(left, 0, self.width() - left, self._side),
                Qt.AlignmentFlag.AlignVCenter,
                tr("+{count}", count=number(more)),
            )
        painter.end()

    def _at(self, x: float) -> int | None:
        """The face there."""
        place, beside = divmod(int(x), self._side + _GAP)
        shown = self.shown()
        return shown[place] if 0 <= place < len(shown) and beside < self._side else None

    def _is_count(self, x: float) -> bool:
        shown = len(self.shown())
        return shown < len(self._faces) and shown * (self._side + _GAP) <= x
