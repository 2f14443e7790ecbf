"""The dialog in which files and folders are chosen."""

from PySide6.QtCore import Qt
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
    """The system's dialog; where Qt draws it, with icons in the colours of now. Closed, it is gone."""

    def __init__(self, parent: QWidget | None, title: str, path: str = "", kinds: str = "") -> None:
        """Make one; `open` shows it.

        Args:
            parent: Above which it stands.
            title: What is to be chosen.
            path: The folder it begins in, or the file that is proposed.
            kinds: Filters of names, as Qt writes them: "PNG pictures (*.png)".
        """
        super().__init__(parent, title, path, kinds)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def choose_folder(self) -> None:
        """Let a folder be chosen that is there."""
        self.setFileMode(QFileDialog.FileMode.Directory)
        self.setOption(QFileDialog.Option.ShowDirsOnly)

    def showEvent(self, event: QShowEvent) -> None:
        """Give the buttons their icons, which are Qt's own black ones till then."""
        for name, icon in _ICONS.items():
            made = self.findChild(QToolButton, name)
            if isinstance(made, QToolButton):  # the system's dialog has none
                put_icon(made, icon)
        super().showEvent(event)
