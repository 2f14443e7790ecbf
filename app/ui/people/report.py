"""What came of reading files for somebody, where some could not be used."""

from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from app.domain.failure import Failure
from app.domain.person import EnrolReport
from app.ui.look.texts import number, shown, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.fit import fit
from app.ui.widgets.question import Question


class EnrolResult(Question):
    """How many were added, and each file that was not, with its reason."""

    def __init__(self, parent: QWidget, report: EnrolReport) -> None:
        super().__init__(parent, _heading(report), _sentence(report))
        fit(self, 560, 380)
        self._report = report
        self._model = QStringListModel([_line(one, Path(one.path).name) for one in report.rejected], self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setProperty("role", "panel")
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSpacing(4)
        self.list.setAccessibleName(tr("Files that were not used"))
        self.body.addWidget(self.list, 1)
        self.row.addWidget(button(tr("Copy list"), self._copy, icon="copy"))
        close = button(tr("Close"), self.accept, "primary")
        close.setDefault(True)
        self.row.addWidget(close)

    def _copy(self) -> None:
        lines = [_line(one, one.path) for one in self._report.rejected]
        QApplication.clipboard().setText("\n".join(lines))


def _line(failure: Failure, file: str) -> str:
    return tr("{file}: {reason}", file=file, reason=failure.reason)


def _heading(report: EnrolReport) -> str:
    return shown(report.added) if report.accepted else tr("Nothing was added for {name}", name=report.name)


def _sentence(report: EnrolReport) -> str:
    if len(report.rejected) == 1:
        return tr("One file was not used:")
    return tr("{count} files were not used:", count=number(len(report.rejected)))
