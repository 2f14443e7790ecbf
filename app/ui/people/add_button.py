"""The ways to add views of somebody, in one menu."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton

from app.ui.look.texts import tr
from app.ui.widgets.file_dialog import FileDialog
from app.ui.widgets.source import SUFFIXES


class AddButton(QPushButton):
    """Adds views with the camera, from photos, a folder or a video.

    Signals:
        camera_wanted: With the camera.
        files_wanted: From files; their paths.
    """

    camera_wanted = Signal()
    files_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(tr("Add views"))
        self.setProperty("kind", "primary")
        self.setAutoDefault(False)
        self.setAccessibleName(tr("Add views"))
        menu = QMenu(self)
        for text, then in (
            (tr("With the camera"), self.camera_wanted.emit),
            (tr("From photos…"), self._ask_photos),
            (tr("From a folder…"), self._ask_folder),
            (tr("From a video…"), self._ask_video),
        ):
            menu.addAction(text).triggered.connect(lambda _=False, then=then: then())
        self.setMenu(menu)
        self.setProperty("opens", "menu")

    def _ask_photos(self) -> None:
        picker = FileDialog(self.window(), tr("Choose photos"))
        picker.setFileMode(FileDialog.FileMode.ExistingFiles)
        self._open(picker)

    def _ask_folder(self) -> None:
        picker = FileDialog(self.window(), tr("Choose a folder"))
        picker.choose_folder()
        self._open(picker)

    def _ask_video(self) -> None:
        picker = FileDialog(self.window(), tr("Choose a video"))
        picker.setFileMode(FileDialog.FileMode.ExistingFile)
        kinds = " ".join(f"*{suffix}" for suffix in SUFFIXES)
        picker.setNameFilters([tr("Videos ({kinds})", kinds=kinds), tr("All files (*)")])
        self._open(picker)

    def _open(self, picker: FileDialog) -> None:
        picker.filesSelected.connect(self._chosen)
        picker.open()

    def _chosen(self, paths: Sequence[str]) -> None:
        self.files_wanted.emit(tuple(paths))
