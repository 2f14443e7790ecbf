"""A folder of photos dropped on the Photos page."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.ui.photos.page import PhotosPage
from tests.app.ui.conftest import Driver


def read_album(drive: Driver, album: Path) -> PhotosPage:
    """Drop a folder and wait for its people."""
    page = drive.page("photos", PhotosPage)
    drive.until(lambda: page._empty.isVisible())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(album))])
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(9, 9), copy, data, left, plain))
    QApplication.sendEvent(page, QDropEvent(QPointF(9, 9), copy, data, left, plain))
    drive.until(lambda: page.faces.known and not page.sorter.running)
    return page
