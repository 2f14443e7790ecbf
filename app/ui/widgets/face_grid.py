"""A grid of faces by their identifiers, with thumbnails on demand."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QPixmapCache,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import number, tr
from app.ui.widgets.grid import Grid

_Index = QModelIndex | QPersistentModelIndex
FACE = Qt.ItemDataRole.UserRole
"""Role under which a model gives the face to show."""


class FacesModel(QAbstractListModel):
    """Faces in an order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._faces: tuple[int, ...] = ()

    @property
    def faces(self) -> tuple[int, ...]:
        """Identifiers of all faces, in order."""
        return self._faces

    def show_faces(self, faces: Sequence[int]) -> None:
        """Show these from now on."""
        if tuple(faces) != self._faces:
            self.beginResetModel()
            self._faces = tuple(faces)
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many faces there are."""
        return 0 if parent.isValid() else len(self._faces)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The face, and words for screen readers."""
        if role == FACE:
            return self._faces[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr(
                "Face {place} of {count}", place=number(index.row() + 1), count=number(len(self._faces))
            )
        return None


class FaceDelegate(QStyledItemDelegate):
    """Paints a face as a rounded picture, with a ring where it is chosen."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        rect, state = option.rect, option.state
        paint_face(painter, rect, self._thumbnails.get(index.data(FACE)))
        paint_ring(
            painter,
            rect,
            chosen=bool(state & QStyle.StateFlag.State_Selected),
            focused=bool(state & QStyle.StateFlag.State_HasFocus),
        )

    def sizeHint(self, option: QStyleOptionViewItem, _: _Index) -> QSize:
        """The size of a cell, which the grid decides."""
        size: QSize = option.rect.size()
        return size


def paint_face(painter: QPainter, rect: QRect, picture: QPixmap | None, radius: int = 8) -> None:
    """Paint a picture so that it fills a rounded rectangle; without one, its empty ground."""
    shape = QPainterPath()
    shape.addRoundedRect(rect, radius, radius)
    paint_inside(painter, shape, rect, picture)


def rounded_face(picture: QPixmap | None, size: QSize, ratio: float) -> QPixmap:
    """A picture cut to a rounded rectangle once, as cutting it at each painting takes too long."""
    of = picture.cacheKey() if picture is not None else theme.tokens().sunk
    key = f"rounded {of} {size.width()} {size.height()} {ratio}"
    drawn = QPixmap()
    if not QPixmapCache.find(key, drawn):
        drawn = QPixmap(size * ratio)
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        paint_face(painter, QRect(QPoint(), size), picture)
        painter.end()
        QPixmapCache.insert(key, drawn)
    return drawn


def paint_inside(painter: QPainter, shape: QPainterPath, rect: QRect, picture: QPixmap | None) -> None:
    """Paint the middle of a picture so that it fills a shape, which fills a rectangle; else its ground."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.fillPath(shape, theme.color("sunk"))
    if picture is not None:
        side = min(picture.width() * rect.height() / max(1, rect.width()), picture.height())
        width = side * rect.width() / max(1, rect.height())
        source = QRect(
            round((picture.width() - width) / 2),
            round((picture.height() - side) / 2),
            round(width),
            round(side),
        )
        painter.setClipPath(shape)
        painter.drawPixmap(rect, picture, source)
    painter.restore()


def paint_ring(painter: QPainter, rect: QRect, *, chosen: bool, focused: bool, radius: int = 8) -> None:
    """Paint what shows that a cell is chosen (a thick ring and a tick) or has the focus (a thin ring)."""
    if not chosen and not focused:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent" if chosen else "text"), 3 if chosen else 2))
    painter.drawRoundedRect(rect.adjusted(1, 1, -2, -2), radius, radius)
    if chosen:
        spot = QRect(rect.right() - 26, rect.top() + 7, 20, 20)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(spot)
        painter.setPen(QPen(theme.color("on_accent"), 2))
        painter.drawPolyline([spot.topLeft() + p for p in _tick()])
    painter.restore()


def _tick() -> list[QPoint]:
    return [QPoint(5, 10), QPoint(9, 14), QPoint(15, 6)]


_Flag = QItemSelectionModel.SelectionFlag
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress)


class FaceGrid(Grid):
    """Faces as pictures; several can be chosen, as what is done with one is mostly done with more.

    A click or Space chooses a face too, or no longer; with Shift all from the one before. Esc or a click
    between faces chooses none.
    """

    def __init__(self, thumbnails: Thumbnails, side: int = 104) -> None:
        super().__init__(QSize(side, side), 10)
        self.setSelectionMode(FaceGrid.SelectionMode.MultiSelection)
        self.faces = FacesModel(self)
        self.setModel(self.faces)
        self.setItemDelegate(FaceDelegate(thumbnails, self))
        thumbnails.arrived.connect(self._arrived)

    def show_faces(self, faces: Sequence[int]) -> None:
        """Show these faces, and keep those chosen that are still there."""
        kept = set(self.chosen()) & set(faces) if self.selectionModel().hasSelection() else set()
        self.faces.show_faces(faces)
        if kept:
            self.choose_rows(row for row, face in enumerate(faces) if face in kept)

    def chosen(self) -> tuple[int, ...]:
        """The faces chosen, in their order."""
        return tuple(self.faces.faces[row] for row in self.chosen_rows())

    def selectionCommand(self, index: _Index, event: QEvent | None = None) -> _Flag:
        """What a key or click does to the faces chosen."""
        if self.selectionMode() == FaceGrid.SelectionMode.MultiSelection:
            if _extends(event):
                return _Flag.SelectCurrent
            if _clears(index, event) and self.state() != FaceGrid.State.DragSelectingState:
                return _Flag.Clear
        return super().selectionCommand(index, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a face; its first click does not count."""
        index = self.indexAt(event.position().toPoint())
        again = index.isValid() and index == self.currentIndex()
        multiple = self.selectionMode() == FaceGrid.SelectionMode.MultiSelection
        if again and multiple and event.button() == Qt.MouseButton.LeftButton:
            self.selectionModel().select(index, _Flag.Toggle)
        super().mouseDoubleClickEvent(event)

    def _arrived(self, faces: frozenset[int]) -> None:
        first, last = self.shown_rows()
        if any(face in faces for face in self.faces.faces[first : last + 1]):
            self.viewport().update()


def _extends(event: QEvent | None) -> bool:
    """Whether a click or key chooses all up to a face; Qt also asks without an event as it moves there."""
    if event is None:
        keys = QGuiApplication.keyboardModifiers()
    elif isinstance(event, QMouseEvent | QKeyEvent) and event.type() in _PRESSES:
        keys = event.modifiers()
    else:
        return False
    return bool(keys & Qt.KeyboardModifier.ShiftModifier)


def _clears(index: _Index, event: QEvent | None) -> bool:
    """Whether a click between faces ends."""
    return (
        isinstance(event, QMouseEvent)
        and event.type() == QEvent.Type.MouseButtonRelease
        and event.button() == Qt.MouseButton.LeftButton
        and not index.isValid()
    )
