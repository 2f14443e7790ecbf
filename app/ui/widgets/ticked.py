"""A table whose rows are ticked or left out."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.ui.look import theme
from app.ui.look.texts import tip
from app.ui.widgets.table import Index, TableModel

Row = TypeVar("Row")


class TickedTable(TableModel[Row], Generic[Row]):
    """Rows with a tick in the first cell, where they can be used at all.

    Args:
        parent: Whose it is.
        headings: Of its columns.
        usable: Whether a row can be ticked.
        cells: What stands in a row's cells.
        about: More about a row, for its tip.
    """

    def __init__(
        self,
        parent: QWidget,
        headings: Sequence[str],
        usable: Callable[[Row], bool],
        cells: Callable[[Row], Sequence[str]],
        about: Callable[[Row], str],
    ) -> None:
        super().__init__(parent, headings)
        self._usable, self._cells, self._about = usable, cells, about
        self._left_out: set[int] = set()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these, all that can be used ticked."""
        self._left_out = {number for number, row in enumerate(rows) if not self._usable(row)}
        super().show_rows(rows)

    def chosen(self) -> tuple[Row, ...]:
        """Those ticked."""
        return tuple(row for number, row in enumerate(self.rows) if number not in self._left_out)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A row that cannot be used is dimmed; the tick is in the first cell."""
        if not self._usable(self.rows[index.row()]):
            return Qt.ItemFlag.NoItemFlags
        ticked = Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | ticked

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cells(row)[index.column()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0:
            return Qt.CheckState.Unchecked if index.row() in self._left_out else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.ForegroundRole and not self._usable(row):
            return theme.color("muted")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._about(row))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a row, or leave it out."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        ticked = Qt.CheckState(value) is Qt.CheckState.Checked
        (self._left_out.discard if ticked else self._left_out.add)(index.row())
        self.dataChanged.emit(index, index)
        return True
