"""Pictures that could not be read, each with its reason."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

from app.core.text import capital, plain
from app.domain.failure import Failure
from app.ui.look.texts import shown, tip, tr
from app.ui.widgets.buttons import button, wait_for
from app.ui.widgets.labels import label, panel
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.table import Index, TableModel, plain_table


class FailedList(QWidget):
    """A table of files and reasons, and what can be done about them.

    Signals:
        again: Try them again.
    """

    again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._files = _FailedModel(self)
        self.table = _table(self._files)
        self.table.activated.connect(lambda _: self._open_folder())
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self._open = button(tr("Open folder"), self._open_folder)
        self._of_all = (button(tr("Copy list"), self._copy), button(tr("Try again"), self.again.emit))
        self._said = label("", "muted", wrap=True)
        bar = in_row((self._said, 1), self._open, *self._of_all, spacing=12)
        column = in_column(bar, on=self, spacing=12)
        ground = panel()
        in_column(self.table, on=ground, margins=(8, 8, 8, 8))
        column.addWidget(ground, 1)
        self._tell()

    def show_failed(self, failed: tuple[Failure, ...]) -> None:
        """List these files with their reasons."""
        self._files.show_rows(failed)
        self._tell()

    def _tell(self) -> None:
        some = bool(self._files.rows)
        self._said.setText(
            tr("These files were left out. Mend or remove them, then try again.")
            if some
            else tr("Files that cannot be read are listed here.")
        )
        for one in self._of_all:
            wait_for(one, "" if some else tr("There is no file that could not be read"))
        chosen = self.table.currentIndex().isValid()
        wait_for(self._open, "" if chosen else tr("Choose a file in the list first"))

    def _open_folder(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            folder = Path(self._files.rows[index.row()].path).parent
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _copy(self) -> None:
        lines = [f"{one.path}\t{shown(one.reason)}" for one in self._files.rows]
        QApplication.clipboard().setText("\n".join(lines))
        self._said.setText(tr("Copied"))


def _table(model: QAbstractTableModel) -> QTableView:
    table = plain_table(model, tr("Files that could not be read"))
    table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    table.setColumnWidth(0, 180)
    table.setColumnWidth(2, 180)
    return table


def _why(failure: Failure) -> str:
    """The reason as it stands alone."""
    return capital(shown(failure.reason))


class _FailedModel(TableModel[Failure]):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, (tr("File"), tr("Why"), tr("Folder")))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        failure = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            path = Path(failure.path)
            return (plain(path.name), _why(failure), plain(path.parent))[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{plain(failure.path)}\n{_why(failure)}")
        return None
