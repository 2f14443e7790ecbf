"""Keeping the picture shown: as a PNG file or on the clipboard, with boxes or without."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QStandardPaths, QThreadPool, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app.core.errors import KnownError
from app.core.text import say
from app.ui.live.video import LiveVideo
from app.ui.look.icons import put_icon
from app.ui.look.texts import tr
from app.ui.shell.notices import Notices
from app.ui.widgets.file_dialog import FileDialog


class SnapshotButton(QPushButton):
    """Takes what is shown at the moment it is pressed, then asks what to do with it."""

    def __init__(self, video: Callable[[], LiveVideo], notices: Notices) -> None:
        """Keep the picture that `video` returns, at the time."""
        super().__init__(tr("Snapshot"))
        self._video, self._notices = video, notices
        self._plain, self._drawn = QImage(), QImage()
        self.setAutoDefault(False)
        self.setAccessibleName(tr("Snapshot"))
        self.setToolTip(tr("Keep the picture shown"))
        put_icon(self, "camera")
        menu = QMenu(self)
        menu.aboutToShow.connect(self.take)
        for text, then in (
            (tr("Save with names…"), lambda: self._choose_file(self._drawn)),
            (tr("Save without names…"), lambda: self._choose_file(self._plain)),
            (tr("Copy with names"), lambda: self._copy(self._drawn)),
            (tr("Copy without names"), lambda: self._copy(self._plain)),
        ):
            menu.addAction(text).triggered.connect(then)
        self.setMenu(menu)

    def take(self) -> None:
        """Hold on to what is shown now."""
        video = self._video()
        self._plain, self._drawn = video.image, video.with_boxes()

    def save(self, path: str, *, names: bool) -> None:
        """Write what was taken, on a thread: encoding takes longer than a frame.

        Args:
            path: Of a PNG file.
            names: Whether boxes and names are in it.
        """
        self._write(path, self._drawn if names else self._plain)

    def _choose_file(self, image: QImage) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
        name = f"Kith {datetime.now():%Y-%m-%d %H.%M.%S}.png"
        dialog = FileDialog(
            self.window(), tr("Save the snapshot"), str(Path(folder) / name), tr("PNG pictures (*.png)")
        )
        dialog.setAcceptMode(FileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("png")
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda path: self._write(path, image))
        dialog.open()

    def _write(self, path: str, image: QImage) -> None:
        writing = _Writing(path, image)
        writing.signals.done.connect(self._said)
        QThreadPool.globalInstance().start(writing)

    def _said(self, path: str, ok: bool) -> None:
        if ok:
            self._notices.say(tr("Saved as {name}", name=Path(path).name))
            return
        why = say("the folder cannot be written, or the disk is full")
        what = say("the snapshot {name} was not saved", name=Path(path).name)
        self._notices.error(KnownError(what, why=why, remedy=say("Choose another folder")))

    def _copy(self, image: QImage) -> None:
        QApplication.clipboard().setImage(image)
        self._notices.say(tr("Snapshot copied"))


class _Signals(QObject):
    done = Signal(str, bool)


class _Writing(QRunnable):
    """Writes one picture."""

    def __init__(self, path: str, image: QImage) -> None:
        super().__init__()
        self.signals = _Signals()
        self._path, self._image = path, image

    def run(self) -> None:
        ok = self._image.save(self._path, "PNG")  # type: ignore[call-overload]
        self.signals.done.emit(self._path, ok)
