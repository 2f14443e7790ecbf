"""Photos by date, the newest first, as a grid that costs the same however many there are."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractListModel,
    QDate,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.photo_filter import FoundPhotos
from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.look.texts import clock, number, tr
from app.ui.widgets.face_grid import paint_ring, rounded_face
from app.ui.widgets.grid import Grid

_Index = QModelIndex | QPersistentModelIndex
_CELL, _GAP = QSize(150, 150), 8
_PHOTO = Qt.ItemDataRole.UserRole
_MONTH = Qt.ItemDataRole.UserRole + 1
_FAILED = Qt.ItemDataRole.UserRole + 2
_SECONDS = Qt.ItemDataRole.UserRole + 3
_NONE = np.zeros(0, np.int64)


class TimelineGrid(Grid):
    """Photos side by side; the first of each month bears its name.

    Signals:
        opened: A photo was clicked twice, or Enter pressed on it.
        month: The month of the first photo in view, in words.
    """

    opened = Signal(int)
    month = Signal(str)

    def __init__(self, thumbnails: Thumbnails) -> None:
        super().__init__(_CELL, _GAP)
        self._photos = _TimelineModel(self)
        self.setModel(self._photos)
        self.setItemDelegate(_PhotoDelegate(thumbnails, self))
        self.setSelectionMode(Grid.SelectionMode.SingleSelection)
        self.setAccessibleName(tr("Photos by date"))
        self.activated.connect(lambda index: self.opened.emit(index.data(_PHOTO)))
        self.verticalScrollBar().valueChanged.connect(self._tell_month)
        thumbnails.arrived.connect(self._arrived)

    @property
    def photos(self) -> tuple[int, ...]:
        """Identifiers of all that are shown, in their order."""
        return tuple(self._photos.photos.tolist())

    def show_photos(self, found: FoundPhotos) -> None:
        """Show these photos; where the view was, it stays."""
        self._photos.show_photos(found)
        self._tell_month()

    def _tell_month(self) -> None:
        first = self.shown_rows()[0]
        self.month.emit(self._photos.month(first) if first < self._photos.rowCount() else "")

    def _arrived(self, photos: frozenset[int]) -> None:
        first, last = self.shown_rows()
        if not photos.isdisjoint(self._photos.photos[first : last + 1].tolist()):
            self.viewport().update()


class _TimelineModel(QAbstractListModel):
    """Photos with the time at which each was taken.

    Attributes:
        photos: Their identifiers (N,).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.photos: npt.NDArray[np.int64] = _NONE
        self._taken: npt.NDArray[np.int64] = _NONE
        self._months = months_of(_NONE)
        self._failed = _NONE.astype(np.bool_)
        self._seconds = _NONE

    def show_photos(self, found: FoundPhotos) -> None:
        before = (self.photos, self._taken, self._failed, self._seconds)
        if not all(map(np.array_equal, before, (found.photos, found.taken, found.failed, found.seconds))):
            self.beginResetModel()
            self.photos, self._taken, self._failed = found.photos, found.taken, found.failed
            self._seconds = found.seconds
            self._months = months_of(found.taken)
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.photos)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = index.row()
        if role == _PHOTO:
            return int(self.photos[row])
        if role == _FAILED:
            return bool(self._failed[row])
        if role == _SECONDS:
            return int(self._seconds[row])
        if role == _MONTH:
            first = row == 0 or self._months[row - 1] != self._months[row]
            return self.month(row) if first else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place, count = number(row + 1), number(len(self.photos))
            month = self.month(row)
            if self._seconds[row] >= 0:
                return tr("Video {place} of {count}, {month}", place=place, count=count, month=month)
            return tr("Photo {place} of {count}, {month}", place=place, count=count, month=month)
        return None

    def month(self, row: int) -> str:
        """The month of a photo, in words."""
        year, month = divmod(int(self._months[row].astype(np.int64)), 12)
        return month_name(1970 + year, month + 1)


def months_of(taken: npt.NDArray[np.int64]) -> npt.NDArray[np.datetime64]:
    """The month of each of these times (N,), seconds since 1970, by the clock of this computer."""
    offset = datetime.now().astimezone().utcoffset() or timedelta()
    return (taken + int(offset.total_seconds())).astype("datetime64[s]").astype("datetime64[M]")


def month_name(year: int, month: int) -> str:
    """A month in words: May 2024."""
    return QLocale().toString(QDate(year, month, 1), "MMMM yyyy")


class _PhotoDelegate(QStyledItemDelegate):
    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect, state = option.rect, option.state
        failed = index.data(_FAILED)
        picture = None if failed else self._thumbnails.get(index.data(_PHOTO))
        ratio = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.topLeft(), rounded_face(picture, rect.size(), ratio))
        if failed:
            painter.setPen(theme.color("muted"))
            centred = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(rect.adjusted(12, 36, -12, -12), centred, tr("Could not be read"))
        if month := index.data(_MONTH):
            _paint_badge(painter, QRectF(rect), month, QRectF(rect).top() + 6)
        if (seconds := index.data(_SECONDS)) >= 0:
            _paint_badge(painter, QRectF(rect), f"\u25b6 {clock(seconds)}", QRectF(rect).bottom() - 30)
        focused = bool(state & (QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected))
        paint_ring(painter, rect, chosen=False, focused=focused)


def _paint_badge(painter: QPainter, rect: QRectF, text: str, top: float) -> None:
    """A few words in the photo, at its left."""
    wide = min(painter.fontMetrics().horizontalAdvance(text) + 16, int(rect.width()) - 12)
    spot = QRectF(rect.left() + 6, top, wide, 24)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(spot, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)  # what is painted next is not to be filled with it
    painter.setPen(QColor("white"))
    painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, text)
