"""A folder of photos dropped on the Photos page."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from app.engine.requests.enrolling import EnrolFiles
from app.ui.photos.page import PhotosPage
from app.ui.photos.sorted_faces import Row
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


def read_suggested(drive: Driver, album: Path, faces: Path) -> tuple[PhotosPage, Row, str]:
    """Read a folder with somebody in it who is known from elsewhere."""
    known = min(one.name for one in (faces / "lfw10").iterdir())
    page = read_album(drive, album)
    others = sorted((faces / "lfw10" / known).glob("*.jpg"))[4:]  # the album has the first four
    drive.ask(EnrolFiles(known.replace("_", " "), tuple(map(str, others))))
    drive.press("Sort again")
    drive.until(lambda: any(row.suggestion is not None for row in page.faces.rows))
    drive.until(lambda: drive.window.context.people.cards)
    guessed = next(row for row in page.faces.rows if row.suggestion is not None)
    return page, guessed, known.replace("_", " ")
