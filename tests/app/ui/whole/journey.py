"""A first day with Kith, in a process of its own: all four jobs through the widgets, from an empty folder.

    python -m tests.app.ui.whole.journey DATA_FOLDER CLIP PHOTOS

The clip stands in for a camera that sees Tony; the photos show him and others. At the end it prints which of
the engine's libraries the window's process has loaded: none.
"""

import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.core import private
from app.domain.decision import State
from app.engine.requests.people import ListPeople
from app.engine.requests.photos import GetCounts
from app.engine.requests.training import ListModels
from app.ui.enrol.view import EnrolView
from app.ui.live.page import LivePage
from app.ui.photos.page import PhotosPage
from app.ui.photos.row_widget import RowWidget
from app.ui.training.page import TrainingPage
from tests.app.ui.conftest import Driver

_ENGINE_S = ("cv2", "facenet_pytorch", "sqlalchemy", "torch", "app.services", "app.gallery", "app.vision")


def enrol_with_the_camera(drive: Driver, clip: str) -> None:
    """The first face, from the empty first page."""
    drive.page("live", LivePage)
    drive.press("Enrol with the camera")
    view = drive.until(lambda: [one for one in drive.window.findChildren(EnrolView) if one.isVisible()])[0]
    drive.type(view.form.field, "Tony")
    drive.click(view.form.agreement.words)
    view._source.choose(clip)
    drive.press("Start", view)
    drive.until(lambda: view.progress.has_picture("front"))
    drive.press("Keep these", view)
    drive.until(lambda: view.result)
    drive.press("See them live", view)


def see_the_name(drive: Driver) -> None:
    """Live view says who it is."""
    page = drive.page("live", LivePage)
    drive.until(lambda: any((face.state, face.name) == (State.NAME, "Tony") for face in page.video.faces))


def sort_photos(drive: Driver, photos: Path) -> None:
    """Name every cluster of a folder: the known one by its suggestion, the others by typing."""
    page = drive.page("photos", PhotosPage)
    page.add_folder(photos)
    drive.until(lambda: len(page.faces.rows) == 5)
    known = next(row for row in page.faces.rows if row.suggestion)
    while page.board.rows.current() != known:
        page.board.rows.setFocus()
        QTest.keyClick(page.board.rows, Qt.Key.Key_Down)
    QTest.keyClick(page.board.rows, Qt.Key.Key_Y)
    drive.until(lambda: known not in page.faces.rows)
    for name in ("Ana", "Ben", "Carl", "Dana"):
        _name_first(drive, page, name)
    assert [card.name for card in drive.ask(ListPeople())] == ["Ana", "Ben", "Carl", "Dana", "Tony"]


def _name_first(drive: Driver, page: PhotosPage, name: str) -> None:
    """Type a name into the first row."""
    row = page.faces.rows[0]
    widgets = page.findChildren(RowWidget)
    field = next(one for one in widgets if one.isVisible() and one.row == row).name
    field.setFocus()
    QTest.keyClicks(field, name)
    QTest.keyClick(field, Qt.Key.Key_Return)
    drive.until(lambda: row not in page.faces.rows)


def undo_and_redo(drive: Driver) -> None:
    """Everything can be taken back, and done again."""
    before = drive.ask(GetCounts())
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(drive.window, Qt.Key.Key_Z, control)
    drive.until(lambda: drive.ask(GetCounts()).people == before.people - 1)
    QTest.keyClick(drive.window, Qt.Key.Key_Z, control | shift)
    drive.until(lambda: drive.ask(GetCounts()) == before)


def retrain_and_switch(drive: Driver) -> None:
    """Train on the people just named, read the proof, use the new model."""
    page = drive.page("training", TrainingPage)
    drive.press("Train")
    drive.until(lambda: page.run.state == "done" and page.outcome.isVisible())
    assert page.outcome.result.headline.text()
    drive.press("Use the new model")
    drive.until(lambda: page.model is not None and page.model.active)
    assert [card.active for card in drive.ask(ListModels())] == [False, True]


def main() -> None:
    """Live through the day."""
    private.begin()
    folder, clip, photos = sys.argv[1:]
    drive = Driver(Path(folder))
    enrol_with_the_camera(drive, clip)
    see_the_name(drive)
    sort_photos(drive, Path(photos))
    undo_and_redo(drive)
    retrain_and_switch(drive)
    see_the_name(drive)
    drive.close()
    sys.stdout.write(f"loaded: {[name for name in _ENGINE_S if name in sys.modules]}\n")


if __name__ == "__main__":
    main()
