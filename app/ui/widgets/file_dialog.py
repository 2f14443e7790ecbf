"""The dialog in which files and folders are chosen."""

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QToolButton, QWidget

from app.ui.look.icons import put_icon

_ICONS = {
    "backButton": "arrow-left",
    "forwardButton": "arrow-right",
    "toParentButton": "arrow-up",
    "newFolderButton": "folder-plus",
    "listModeButton": "squares-four",
    "detailModeButton": "list",
}
"""Phosphor's names by those that Qt gives its buttons."""


class FileDialog(QFileDialog):
    """The system's dialog; where Qt draws it, with icons in the colours of now. Closed, it is gone.

    Unless told otherwise, it begins where something was chosen last, at first among the user's pictures.
    """

    _last: ClassVar[Path | None] = None

    def __init__(self, parent: QWidget | None, title: str, path: str = "", kinds: str = "") -> None:
        """Make one; `open` shows it.

        Args:
            parent: Above which it stands.
            title: What is to be chosen.
            path: The folder it begins in, or the file that is proposed, in a folder or by its name alone.
            kinds: Filters of names, as Qt writes them: "PNG pictures (*.png)".
        """
        super().__init__(parent, title, str(_first_folder(FileDialog._last) / path), kinds)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.accepted.connect(self._note_folder)

    def choose_folder(self) -> None:
        """Let a folder be chosen that is there."""
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly)

    def _note_folder(self) -> None:
        FileDialog._last = Path(self.directory().absolutePath())

    def showEvent(self, event: QShowEvent) -> None:
        """Give the buttons their icons, which are Qt's own black ones till then."""
        for name, icon in _ICONS.items():
            made = self.findChild(QToolButton, name)
            if isinstance(made, QToolButton):  # the system's dialog has none
                put_icon(made, icon)
        super().showEvent(event)


def _first_folder(last: Path | None) -> Path:
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    return next((one for one in (last, Path(pictures)) if one is not None and one.is_dir()), Path.home())
