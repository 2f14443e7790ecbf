"""Adding somebody from files and folders: whose they are and which."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.domain.consent import Consent
from app.ui.link.people_list import PeopleList
from app.ui.look.texts import number, tr
from app.ui.widgets.agreed import Agreed
from app.ui.widgets.buttons import button
from app.ui.widgets.drops import Drops
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.labels import Elided, Hint
from app.ui.widgets.layouts import REST, in_row
from app.ui.widgets.name_edit import NameEdit
from app.ui.widgets.question import Question


class AddFiles(Question):
    """Asks for a name, and for pictures, videos or a folder of them.

    Attributes:
        name: The name's field.

    Signals:
        many_wanted: It is about many people, a folder for each; the paths chosen so far.
    """

    many_wanted = Signal(object)

    def __init__(
        self,
        parent: QWidget,
        people: PeopleList,
        then: Callable[[str, Sequence[str], Consent | None], object],
        paths: Sequence[str] = (),
        name: str = "",
    ) -> None:
        sentence = tr("Photos or videos of one person. Several different views are recognised best.")
        super().__init__(parent, tr("Add from files"), sentence)
        self._then = then
        self._paths: tuple[str, ...] = ()
        Drops(self, self.choose)
        self.name = NameEdit(people, tr("Name"))
        self._agreed = Agreed(people, self.name)
        self.name.setText(name)
        self.name.named.connect(self._named)
        self._chosen = Elided("", "muted")
        self._hint = Hint(self.name.textChanged)
        self.name.refused.connect(self._hint.tell)
        self._lay_out()
        self.choose(paths)
        self.name.setFocus()

    def choose(self, paths: Sequence[str]) -> None:
        """Take these files and folders."""
        self._paths = tuple(paths)
        self._chosen.setText(_chosen_text(self._paths))
        self._hint.followed()

    def _lay_out(self) -> None:
        self.body.addWidget(self.name)
        row = in_row(
            button(tr("Choose files…"), self._ask_files, icon="image"),
            button(tr("Choose a folder…"), self._ask_folder, icon="folder-open"),
            REST,
            spacing=12,
        )
        self.body.addLayout(row)
        self.body.addWidget(self._chosen)
        many = button(tr("Many people, a folder for each…"), self._go_on_to_many, "link")
        self.body.addWidget(many, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._agreed)
        self.body.addWidget(self._hint)
        self.add_buttons(tr("Add"), self.name.submit).setDefault(False)  # Enter is the field's

    def _ask_files(self) -> None:
        picker = FileDialog(self, tr("Choose files"))
        picker.setFileMode(FileDialog.FileMode.ExistingFiles)
        self._open(picker)

    def _ask_folder(self) -> None:
        picker = FileDialog(self, tr("Choose a folder"))
        picker.choose_folder()
        self._open(picker)

    def _open(self, picker: FileDialog) -> None:
        picker.filesSelected.connect(self.choose)
        picker.open()

    def _go_on_to_many(self) -> None:
        self.reject()
        self.many_wanted.emit(self._paths)

    def _named(self, name: str) -> None:
        if not self._paths:
            self._hint.tell(tr("Choose the files first, or drop them here"))
            return
        self.accept()
        self._then(name, self._paths, self._agreed.consent(name))


def _chosen_text(paths: Sequence[str]) -> str:
    if not paths:
        return tr("Nothing chosen yet. Files can be dropped here too.")
    if len(paths) == 1:
        return Path(paths[0]).name
    return tr("{name} and {count} more", name=Path(paths[0]).name, count=number(len(paths) - 1))
