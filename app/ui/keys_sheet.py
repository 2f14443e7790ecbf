"""The sheet of all keys."""

from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.shortcuts import Key
from app.ui.texts import tr
from app.ui.widgets.buttons import button, key_text
from app.ui.widgets.labels import label, pill


class KeysSheet(QDialog):
    """Every key and what it does, by where it works."""

    def __init__(self, keys: list[Key], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Keys"))
        self.resize(460, 520)
        inside = QWidget()
        inside.setProperty("role", "page")
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self._fill(grid, keys)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.addWidget(label(tr("Keys"), "heading"))
        column.addWidget(area, 1)
        close = button(tr("Close"), self.accept)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)

    def _fill(self, grid: QGridLayout, keys: list[Key]) -> None:
        listed = sorted(dict.fromkeys(keys), key=lambda key: [k.section for k in keys].index(key.section))
        for section, members in groupby(listed, lambda key: key.section):
            grid.addWidget(label(section, "strong"), grid.rowCount(), 0, 1, 2)
            for key in members:
                row = grid.rowCount()
                grid.addWidget(pill(key_text(key.keys)), row, 0)
                grid.addWidget(label(key.text, wrap=True), row, 1)
        grid.setRowStretch(grid.rowCount(), 1)
