"""What a box or a field offers below itself: one list, whichever of them opens it."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.ui.link.thumbnails import Thumbnails
from app.ui.look import theme
from app.ui.widgets.face_grid import FACE, paint_face

_Index = QModelIndex | QPersistentModelIndex
_PAD, _SIDE = 10, 26
_WIDEST = 420


class PopupList(QListView):
    """Rows of a text; with `thumbnails` of people, each after the face that its model gives as `FACE`."""

    def __init__(self, thumbnails: Thumbnails | None = None) -> None:
        super().__init__()
        self._thumbnails = thumbnails
        self.setProperty("role", "popup")
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if thumbnails is not None:
            thumbnails.arrived.connect(self._arrived)

    def dress(self) -> None:
        """Paint its rows, which whoever opens it as a popup had taken over."""
        self.setItemDelegate(_Rows(self, self._thumbnails))

    def _arrived(self, _: object) -> None:
        if self.isVisible():
            self.viewport().update()


class Combo(QComboBox):
    """A box of choices whose list is as high as all of them and as wide as the longest."""

    def __init__(self) -> None:
        super().__init__()
        self._rows = PopupList()
        self.setView(self._rows)
        self._rows.dress()

    def showPopup(self) -> None:
        """Open the list."""
        wanted = self._rows.sizeHintForColumn(self.modelColumn()) + 2 * _PAD
        self._rows.setMinimumWidth(min(wanted, _WIDEST))
        super().showPopup()


class _Rows(QStyledItemDelegate):
    """Paints a row; the one that Enter would take lies on another ground."""

    def __init__(self, parent: QObject, thumbnails: Thumbnails | None) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self._lead = 0 if thumbnails is None else _SIDE + 4
        """Width of what stands before the text."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Room for the text and what stands around it."""
        text = option.fontMetrics.horizontalAdvance(str(index.data() or ""))
        return QSize(2 * _PAD + self._lead + text, max(option.fontMetrics.height() + 14, self._lead + 4))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one entry of the list."""
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("weak"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        if self._thumbnails is not None:
            face = index.data(FACE)
            spot = QRect(rect.left() + 6, rect.center().y() - _SIDE // 2, _SIDE, _SIDE)
            paint_face(painter, spot, None if face is None else self._thumbnails.get(face), 6)
        room = rect.adjusted(_PAD + self._lead, 0, -_PAD, 0)
        text = str(index.data() or "")
        painter.setPen(theme.color("text"))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()),
        )
        painter.restore()
