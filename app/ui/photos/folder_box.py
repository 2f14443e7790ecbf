"""Which folder's faces are sorted: all, or those of one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal

from app.core.text import plain
from app.domain.photo import Folder
from app.ui.look.texts import tip, tr
from app.ui.widgets.popup_list import Combo


class FolderBox(Combo):
    """All photos, or one of the folders.

    Signals:
        chosen: Another one is wanted: its path, or None for all.
    """

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.folders: tuple[Folder, ...] = ()
        self.setAccessibleName(tr("Folder"))
        self.setMinimumWidth(110)
        self.setMaximumWidth(170)
        self.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.activated.connect(lambda _: self.chosen.emit(self.currentData()))
        self.hide()

    def show_folders(self, folders: tuple[Folder, ...]) -> None:
        """Offer these. The one chosen stays so; if it is gone, all are meant again."""
        before = self.currentData()
        self.folders = folders
        self.clear()
        self.addItem(tr("All photos"), None)
        for folder in folders:
            self.addItem(plain(folder.path.name or folder.path), folder.path)
            self.setItemData(self.count() - 1, tip(plain(folder.path)), Qt.ItemDataRole.ToolTipRole)
        self.setCurrentIndex(max(0, self._place(before)))
        if before is not None and self.currentData() is None:
            self.chosen.emit(None)

    def card(self) -> Folder | None:
        """The folder chosen, or None for all."""
        return next((one for one in self.folders if one.path == self.currentData()), None)

    def _place(self, folder: Path | None) -> int:
        paths = [None, *(one.path for one in self.folders)]
        return paths.index(folder) if folder in paths else 0
