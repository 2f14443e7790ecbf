"""Visits in rows and columns."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.core.language import language
from app.core.text import plain
from app.domain.source import camera_name, is_camera
from app.domain.visit import Visit, VisitState
from app.ui.activity.entries import clock
from app.ui.look.texts import shown, tip, tr

_ID = Qt.ItemDataRole.UserRole


class VisitTable(QTableWidget):
    """One visit a row; one or several are chosen.

    Signals:
        chosen: Others are chosen now.
    """

    chosen = Signal()

    def __init__(self) -> None:
        super().__init__(0, 5)
        self.setHorizontalHeaderLabels(
            [tr("Person"), tr("Source"), tr("Arrived"), tr("Left", "of a visit"), tr("Correction")]
        )
        self.setAccessibleName(tr("Visits"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.itemSelectionChanged.connect(self.chosen.emit)

    @property
    def selected(self) -> list[int]:
        """Identifiers of the visits chosen."""
        return [index.data(_ID) for index in self.selectionModel().selectedRows()]

    def rows(self) -> list[tuple[str, ...]]:
        """The texts of every row."""
        columns = range(self.columnCount())
        return [tuple(self.model().index(row, at).data() for at in columns) for row in range(self.rowCount())]

    def show_visits(self, visits: Sequence[Visit]) -> None:
        """Show these; those that were chosen stay so."""
        before = {*self.selected}
        self.blockSignals(True)
        self.clearSelection()
        self.setRowCount(len(visits))
        for row, visit in enumerate(visits):
            for column, text in enumerate(_cells(visit)):
                item = QTableWidgetItem(plain(text))
                item.setToolTip(tip(text))
                item.setData(_ID, visit.id)
                self.setItem(row, column, item)
        kept = [row for row, visit in enumerate(visits) if visit.id in before]
        self.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        for row in kept:
            self.selectRow(row)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.blockSignals(False)
        self.chosen.emit()


def _cells(visit: Visit) -> tuple[str, ...]:
    return (
        visit.name or tr("Nobody known"),
        source_name(visit.source),
        language().moment(visit.arrived),
        _left(visit),
        "" if visit.said is None else tr("Was said to be {name}", name=visit.said),
    )


def _left(visit: Visit) -> str:
    """When they left; on another day than they came with the day."""
    if visit.left is None:
        return tr("Still here")
    same_day = visit.left.astimezone().date() == visit.arrived.astimezone().date()
    left = clock(visit.left) if same_day else language().moment(visit.left)
    return tr("{time}, or later", time=left) if visit.state is VisitState.CUT else left


def source_name(source: str) -> str:
    """What to call a source: a camera by its number, a file by its name."""
    if is_camera(source):
        return shown(camera_name(source))
    return source if "://" in source else Path(source).name
