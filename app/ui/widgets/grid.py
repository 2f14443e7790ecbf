"""A grid of equal cells that costs the same with five items or fifty thousand."""

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

_Index = QModelIndex | QPersistentModelIndex


class Grid(QAbstractItemView):
    """Shows a list model row by row in columns; Qt's own list view lays out every item, which takes too long.

    The item delegate paints each cell. Selection, keys, drag and drop are Qt's.
    """

    def __init__(self, cell: QSize, gap: int = 12) -> None:
        """Make an empty grid.

        Args:
            cell: Smallest size of a cell; columns share what is left of the width.
            gap: Pixels between cells.
        """
        super().__init__()
        self._cell, self._gap = cell, gap
        self._filled = False
        self.setProperty("role", "grid")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(40)

    def columns(self) -> int:
        """Cells side by side."""
        return self._columns_in(self.viewport().width())

    def cell_size(self) -> QSize:
        """Size of a cell now, with its share of the spare width."""
        columns = self.columns()
        spare = self.viewport().width() - (columns - 1) * self._gap
        return QSize(max(1, spare // columns), self._cell.height())

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show a model."""
        super().setModel(model)
        self._filled = model is not None
        if model is not None:
            for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved, model.layoutChanged):
                signal.connect(self._reshape)
        self._reshape()

    def visualRect(self, index: _Index) -> QRect:
        """Where an item is, in the viewport."""
        if not index.isValid():
            return QRect()
        return self._rect(index.row())

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring an item into view."""
        rect, bar = self.visualRect(index), self.verticalScrollBar()
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif rect.bottom() > self.viewport().height():
            bar.setValue(bar.value() + rect.bottom() + 1 - self.viewport().height())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The item at a point of the viewport; none in the gaps."""
        size, gap = self.cell_size(), self._gap
        column, x = divmod(point.x(), size.width() + gap)
        line, y = divmod(point.y() + self.verticalOffset(), size.height() + gap)
        row = line * self.columns() + column
        inside = 0 <= column < self.columns() and x < size.width() and y < size.height()
        return self.model().index(row, 0) if inside and 0 <= row < self._count() else QModelIndex()

    def moveCursor(self, action: QAbstractItemView.CursorAction, _: Qt.KeyboardModifier) -> QModelIndex:
        """Where a key leads."""
        count, here = self._count(), self.currentIndex().row()
        if count == 0:
            return QModelIndex()
        columns, act = self.columns(), QAbstractItemView.CursorAction
        page = max(1, self.viewport().height() // (self.cell_size().height() + self._gap)) * columns
        step = {
            act.MoveLeft: -1,
            act.MovePrevious: -1,
            act.MoveRight: 1,
            act.MoveNext: 1,
            act.MoveUp: -columns,
            act.MoveDown: columns,
            act.MovePageUp: -page,
            act.MovePageDown: page,
            act.MoveHome: -count,
            act.MoveEnd: count,
        }[action]
        row = 0 if here < 0 else here + step
        return self.model().index(min(max(row, 0), count - 1), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what is current, Esc chooses none; where none is, it is left to others."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
            return
        if event.key() != Qt.Key.Key_Escape or not self.peel():
            super().keyPressEvent(event)

    def peel(self) -> bool:
        """Choose none; whether any was."""
        chosen = self._filled and self.selectionModel().hasSelection()
        self.clearSelection()
        return chosen

    def choose_rows(self, rows: Iterable[int]) -> None:
        """Choose these too; runs of them are chosen at once, which is quick for many."""
        chosen, model = QItemSelection(), self.model()
        for _, run in groupby(enumerate(sorted(rows)), lambda placed: placed[1] - placed[0]):
            span = [row for _, row in run]
            chosen.append(QItemSelectionRange(model.index(span[0], 0), model.index(span[-1], 0)))
        self.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)

    def chosen_count(self) -> int:
        """How many are chosen."""
        selection = self.selectionModel().selection()
        return sum(selection.at(place).height() for place in range(selection.count()))

    def chosen_rows(self) -> list[int]:
        """Places of those chosen, in order."""
        rows: list[int] = []
        selection = self.selectionModel().selection()
        for place in range(selection.count()):
            span = selection.at(place)
            rows += range(span.top(), span.bottom() + 1)
        return sorted(rows)

    def horizontalOffset(self) -> int:
        """It never scrolls sideways."""
        return 0

    def verticalOffset(self) -> int:
        """Pixels scrolled down."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _: _Index) -> bool:
        """No cell of a grid is ever hidden."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select from one item to another in reading order, or what a rubber band between gaps covers."""
        chosen = QItemSelection()
        start, end = self.indexAt(rect.topLeft()), self.indexAt(rect.bottomRight())
        if start.isValid() and end.isValid():
            spans = [(min(start.row(), end.row()), max(start.row(), end.row()))]
        else:
            spans = self._spans(rect.normalized())
        for first, last in spans:
            chosen.select(self.model().index(first, 0), self.model().index(last, 0))
        self.selectionModel().select(chosen, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What to paint anew when it changes: the cells in view."""
        region = QRegion()
        first, last = self.shown_rows()
        for at in range(selection.count()):
            span = selection.at(at)
            for row in range(max(first, span.top()), min(last, span.bottom()) + 1):
                region |= QRegion(self._rect(row))
        return region

    def shown_rows(self) -> tuple[int, int]:
        """The first and the last item in view; the last is before the first where there is none."""
        height, columns = self.cell_size().height() + self._gap, self.columns()
        first = self.verticalOffset() // height * columns
        last = (self.verticalOffset() + self.viewport().height()) // height * columns + columns - 1
        return first, min(last, self._count() - 1)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Let the delegate paint the cells in view."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        plain = option.state
        selected, current = self.selectionModel(), self.currentIndex()
        first, last = self.shown_rows()
        for row in range(first, last + 1):
            index = self.model().index(row, 0)
            option.rect = self._rect(row)
            state = plain
            if selected.isSelected(index):
                state |= QStyle.StateFlag.State_Selected
            if index == current and self.hasFocus():
                state |= QStyle.StateFlag.State_HasFocus
            option.state = state
            self.itemDelegate().paint(painter, option, index)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew, and keep the first item in view where it is."""
        line = self.verticalOffset() // (self._cell.height() + self._gap)
        first = line * self._columns_in(event.oldSize().width())
        super().resizeEvent(event)
        self.updateGeometries()
        if first > 0 and self._count():
            self.scrollTo(
                self.model().index(min(first, self._count() - 1), 0),
                QAbstractItemView.ScrollHint.PositionAtTop,
            )

    def updateGeometries(self) -> None:
        """Tell the scroll bar how much there is."""
        super().updateGeometries()
        lines = -(-self._count() // self.columns())
        whole = lines * (self._cell.height() + self._gap) - self._gap
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, whole - self.viewport().height()))

    def _reshape(self) -> None:
        self.updateGeometries()
        self.viewport().update()

    def _columns_in(self, width: int) -> int:
        return max(1, (width + self._gap) // (self._cell.width() + self._gap))

    def _count(self) -> int:
        return self.model().rowCount() if self._filled else 0

    def _rect(self, row: int) -> QRect:
        size = self.cell_size()
        line, column = divmod(row, self.columns())
        return QRect(
            QPoint(
                column * (size.width() + self._gap),
                line * (size.height() + self._gap) - self.verticalOffset(),
            ),
            size,
        )

    def _spans(self, band: QRect) -> list[tuple[int, int]]:
        """Runs of items that a rectangle of the viewport touches, line by line."""
        size, gap, columns = self.cell_size(), self._gap, self.columns()
        left = max(0, band.left() // (size.width() + gap))
        right = min(columns - 1, band.right() // (size.width() + gap))
        top = max(0, (band.top() + self.verticalOffset()) // (size.height() + gap))
        bottom = (band.bottom() + self.verticalOffset()) // (size.height() + gap)
        spans = []
        for line in range(top, min(bottom, self._count() // columns) + 1):
            first, last = line * columns + left, min(line * columns + right, self._count() - 1)
            if first <= last:
                spans.append((first, last))
        return spans
