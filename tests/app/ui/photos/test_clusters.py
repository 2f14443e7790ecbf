"""Several clusters at once: named together, merged, split with a preview, suggestions accepted."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import ListPeople
from app.ui.photos.page import PhotosPage
from app.ui.photos.sorted_faces import Row
from tests.app.ui.conftest import Driver
from tests.app.ui.photos.album import read_album


def test_rows_chosen_are_named_together_and_merged(drive: Driver, album: Path) -> None:
    page = read_album(drive, album)
    rows, board = page.board.rows, page.board
    first, second, third = page.faces.rows[:3]
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Space)
    _ctrl_click(drive, page, third)
    assert rows.marked() == [first, third]
    QTest.keyClick(rows, Qt.Key.Key_Escape)
    assert rows.marked() == []
    for row in (first, second):
        _ctrl_click(drive, page, row)
    widget = rows.widget(first.number)
    assert widget is not None
    drive.type(widget.name, "Ines")
    QTest.keyClick(widget.name, Qt.Key.Key_Return)
    drive.until(lambda: page.faces.row(first.number) is None and page.faces.row(second.number) is None)
    assert [(card.name, card.faces) for card in drive.ask(ListPeople())] == [
        ("Ines", len(first.faces) + len(second.faces))
    ]
    drive.press("Undo  Ctrl+Z")  # once for both
    drive.until(lambda: page.faces.rows[:2] == (first, second))

    # merged without a name: by the button, taken back, then by dragging one row onto the other
    for row in (first, second):
        _ctrl_click(drive, page, row)
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_M)
    said = f"Said that {len(first.faces)} faces and {len(second.faces)} faces are one person"
    drive.until(lambda: drive.window.context.notices.text == said)
    _together(drive, page, first, second)
    drive.press("Undo  Ctrl+Z")
    drive.until(lambda: not page.sorter.running and len(page.faces.rows) == 5)
    one, other = (_holding(page, row.faces[0]) for row in (first, second))
    _drop(page, one, other)
    _together(drive, page, first, second)

    # and split again, after a look at who is most unlike the others
    page._open_cluster(_holding(page, first.faces[0]).number)
    grid, whole = page.cluster.picker.grid, len(first.faces) + len(second.faces)
    drive.click(grid.viewport(), grid.visualRect(grid.model().index(0, 0)).center())
    QTest.keyClick(grid, Qt.Key.Key_X)  # one wrong face: a click and a key
    drive.until(lambda: len(grid.faces.faces) == whole - 1)
    drive.window.undo()
    drive.until(lambda: len(grid.faces.faces) == whole)
    drive.press("Split in two", page.cluster)
    drive.until(page.cluster.picker.grid.chosen)
    assert set(page.cluster.picker.grid.chosen()) in (set(first.faces), set(second.faces))
    drive.press("Keep apart", page.cluster)
    drive.until(lambda: board.isVisible() and not page.sorter.running and len(page.faces.rows) == 5)


def test_all_sure_suggestions_are_accepted_and_undone_at_once(
    drive: Driver, album: Path, faces: Path
) -> None:
    page = read_album(drive, album)
    known = sorted(one.name for one in (faces / "lfw10").iterdir())[:2]
    for name in known:
        others = sorted((faces / "lfw10" / name).glob("*.jpg"))[4:]  # the album has the first four
        drive.ask(EnrolFiles(name.replace("_", " "), tuple(map(str, others))))
    drive.press("Sort again")
    drive.until(lambda: sum(row.suggestion is not None for row in page.faces.rows) == 2)
    drive.until(lambda: len(drive.window.context.people.cards) == 2)
    page.board.renew()
    before = page.faces.rows
    counts = {card.name: card.faces for card in drive.ask(ListPeople())}
    drive.press("Accept 2 sure suggestions")
    drive.until(lambda: len(page.faces.rows) == len(before) - 2)
    assert all(card.faces > counts[card.name] for card in drive.ask(ListPeople()))
    drive.press("Undo  Ctrl+Z")
    drive.until(lambda: page.faces.rows == before)
    assert {card.name: card.faces for card in drive.ask(ListPeople())} == counts


def _together(drive: Driver, page: PhotosPage, *rows: Row) -> None:
    """Wait for one row with the faces of these."""
    faces = {face for row in rows for face in row.faces}
    drive.until(lambda: any(set(row.faces) == faces for row in page.faces.rows) and not page.sorter.running)


def _holding(page: PhotosPage, face: int) -> Row:
    return next(row for row in page.faces.rows if face in row.faces)


def _ctrl_click(drive: Driver, page: PhotosPage, row: Row) -> None:
    widget = drive.until(lambda: page.board.rows.widget(row.number))
    assert widget is not None
    spot = QPoint(widget.width() - 8, widget.height() - 8)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, spot)


def _drop(page: PhotosPage, row: Row, onto: Row) -> None:
    rows = page.board.rows
    target, data = rows.widget(onto.number), QMimeData()
    assert target is not None
    data.setData("application/x-kith-cluster", str(row.number).encode())
    copy, left, plain = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    at = QPointF(target.geometry().center())
    QApplication.sendEvent(rows.viewport(), QDragEnterEvent(at.toPoint(), copy, data, left, plain))
    QApplication.sendEvent(rows.viewport(), QDragMoveEvent(at.toPoint(), copy, data, left, plain))
    assert rows.current() == onto
    QApplication.sendEvent(rows.viewport(), QDropEvent(at, copy, data, left, plain))
