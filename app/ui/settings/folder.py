"""The data folder: where it is, how big it is, and what lies in it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QRunnable, QThreadPool, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.core.paths import GALLERY_FILE
from app.ui.look.texts import tr
from app.ui.settings.copies import Copies
from app.ui.settings.section import Section, words
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided
from app.ui.widgets.layouts import in_row


class FolderSection(Section):
    """Everything that Kith keeps lies in one folder."""

    def __init__(self, context: Context) -> None:
        super().__init__(tr("Data folder"))
        self._context = context
        self._measured = _Measured()
        self._measured.sizes.connect(self._tell)
        self.path = Elided(str(context.bridge.data_dir), "bold")
        row = in_row((self.path, 1), button(tr("Open folder"), self._open, icon="folder-open"), spacing=12)
        self.column.addLayout(row)
        self.amount = words(tr("Measuring"))
        self.column.addWidget(self.amount)
        self.copies = Copies(context)
        self.column.addWidget(self.copies)
        self.column.addWidget(
            words(
                tr(
                    "People, faces and their pictures lie in gallery.db, models in models, what opens copies "
                    "in copies.keys. Your photos stay where they are. To keep everything elsewhere, start "
                    "Kith with --data-dir and another folder."
                ),
                "small",
            )
        )

    def measure(self) -> None:
        """Add up what lies there, on another thread, and ask for the copies."""
        self.copies.look()
        QThreadPool.globalInstance().start(
            _Measuring(self._context.bridge.data_dir, self._measured.sizes.emit)
        )

    def _tell(self, gallery: int, models: int, rest: int) -> None:
        whole = _in_words(gallery + models + rest)
        people, learnt = _in_words(gallery), _in_words(models)
        self.amount.setText(
            tr(
                "{size} in all: {people} of people and faces, {models} of models",
                size=whole,
                people=people,
                models=learnt,
            )
            if models
            else tr("{size} in all: {people} of people and faces", size=whole, people=people)
        )

    def _open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._context.bridge.data_dir)))


class _Measured(QObject):
    """Brings sizes in bytes over to the window's thread: of the gallery, of models, of the rest."""

    sizes = Signal(object, object, object)


class _Measuring(QRunnable):
    """Adds up the sizes of files."""

    def __init__(self, folder: Path, then: Callable[[int, int, int], object]) -> None:
        super().__init__()
        self._folder, self._then = folder, then

    def run(self) -> None:
        sizes = {"gallery": 0, "models": 0, "rest": 0}
        for path in self._folder.rglob("*"):
            sizes[_part(path.relative_to(self._folder))] += _size(path)
        self._then(sizes["gallery"], sizes["models"], sizes["rest"])


def _in_words(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _part(path: Path) -> str:
    if path.parts[0] == "models":
        return "models"
    return "gallery" if path.name.startswith(GALLERY_FILE) else "rest"


def _size(path: Path) -> int:
    """In bytes; 0 for a folder, and for a file that went away meanwhile."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0
