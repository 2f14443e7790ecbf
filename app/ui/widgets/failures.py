"""Files that could not be used, each with its reason: to read, to copy and to save."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from app.core.errors import KithError
from app.core.files import write_text
from app.domain.failure import Failure
from app.ui.look.texts import number, shown, tr
from app.ui.widgets.buttons import button
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.fit import fit
from app.ui.widgets.labels import Hint
from app.ui.widgets.question import Question


class Failures(Question):
    """A heading of what was done, and below it each file that was not used, with its reason.

    Attributes:
        list: The files.
    """

    def __init__(self, parent: QWidget, heading: str, failed: Sequence[Failure], data: Path) -> None:
        self._failed, self._data = failed, data
        super().__init__(parent, heading, _sentence(failed))
        fit(self, 560, 380)
        self._model = QStringListModel([_line(one, Path(one.path).name) for one in failed], self)
        self.list = self._listed()
        self._hint = Hint()
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._hint)
        self.row.addWidget(button(tr("Copy list"), self._copy, icon="copy"))
        self.row.addWidget(button(tr("Save list…"), self._ask_file))
        close = button(tr("Close"), self.accept, "primary")
        close.setDefault(True)
        self.row.addWidget(close)

    def save(self, path: str) -> None:
        """Write the list as a text file, a line for each file."""
        try:
            write_text(Path(path), self._text() + "\n", self._data, overwrite=True)
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
        return "\n".join(_line(one, one.path) for one in self._failed)

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


def _line(failure: Failure, file: str) -> str:
    return tr("{file}: {reason}", file=file, reason=failure.reason)


def _sentence(failed: Sequence[Failure]) -> str:
    if len(failed) == 1:
        return tr("One file was not used:")
    return tr("{count} files were not used:", count=number(len(failed)))
