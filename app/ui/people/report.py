"""What came of reading files for people, where some could not be used."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from app.core.errors import KithError
from app.core.files import write_text
from app.domain.failure import Failure
from app.domain.person import EnrolReport
from app.ui.look.texts import number, shown, tr, tr_n
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import Hint
from app.ui.widgets.question import Question


class EnrolResult(Question):
    """How many were added, and each file that was not, with its reason.

    Signals:
        inside_wanted: A folder was not used because it holds several people; each of them is to be enrolled.
    """

    inside_wanted = Signal(str)

    def __init__(self, parent: QWidget, reports: Sequence[EnrolReport]) -> None:
        self._rejected = [one for report in reports for one in report.rejected]
        super().__init__(parent, result_text(reports), _sentence(self._rejected))
        fit(self, 560, 380)
        self._model = QStringListModel([_line(one, Path(one.path).name) for one in self._rejected], self)
        self.list = self._listed()
        self._hint = Hint()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._hint)
        self.row.addWidget(button(tr("Copy list"), self._copy, icon="copy"))
        self.row.addWidget(button(tr("Save list…"), self._ask_file))
        if several := [folder for report in reports for folder in report.several]:
            inside = button(tr("Use the folders inside…"), lambda: self._go_inside(several[0]))
            self.body.addWidget(inside, 0, Qt.AlignmentFlag.AlignLeft)
        close = button(tr("Close"), self.accept, "primary")
        close.setDefault(True)
        self.row.addWidget(close)

    def save(self, path: str) -> None:
        """Write the list as a text file, a line for each file."""
        try:
            write_text(Path(path), self._text() + "\n")
        except KithError as error:
            self._hint.tell(shown(error.text))

    def _listed(self) -> QListView:
        made = QListView()
        made.setModel(self._model)
        made.setProperty("role", "panel")
        made.setWordWrap(True)
        made.setTextElideMode(Qt.TextElideMode.ElideNone)
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        made.setSpacing(4)
        made.setAccessibleName(tr("Files that were not used"))
        return made

    def _text(self) -> str:
        return "\n".join(_line(one, one.path) for one in self._rejected)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._text())

    def _ask_file(self) -> None:
        name = f"{tr('Files that were not used')}.txt"
        picker = FileDialog(self, tr("Save list"), name, tr("Text files (*.txt)"))
        picker.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        picker.setDefaultSuffix("txt")
        picker.selectFile(name)
        picker.fileSelected.connect(self.save)
        picker.open()

    def _go_inside(self, folder: str) -> None:
        self.accept()
        self.inside_wanted.emit(folder)


def result_text(reports: Sequence[EnrolReport]) -> str:
    """How many were added, in words."""
    if len(reports) == 1:
        [report] = reports
        return (
            shown(report.added) if report.accepted else tr("Nothing was added for {name}", name=report.name)
        )
    enrolled = sum(report.accepted > 0 for report in reports)
    faces = tr_n("{n} face", "{n} faces", sum(report.accepted for report in reports))
    return tr_n("Enrolled {n} person, {faces}", "Enrolled {n} people, {faces}", enrolled, faces=faces)


def _line(failure: Failure, file: str) -> str:
    return tr("{file}: {reason}", file=file, reason=failure.reason)


def _sentence(rejected: Sequence[Failure]) -> str:
    if len(rejected) == 1:
        return tr("One file was not used:")
    return tr("{count} files were not used:", count=number(len(rejected)))
