"""A table in the house style."""

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QTableView


def plain_table(model: QAbstractTableModel, name: str, height: int = 44) -> QTableView:
    """A table whose rows are chosen whole.

    Args:
        model: What it shows.
        name: For screen readers.
        height: Of a row, in pixels.
    """
    table = QTableView()
    table.setModel(model)
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(height)
    table.horizontalHeader().setHighlightSections(False)
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.setFrameShape(QTableView.Shape.NoFrame)
    return table
