"""The Photos page, driven as a person would, from an empty data folder on."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.engine.requests.people import FacesOfPerson, ListPeople
from app.engine.requests.photos import GetCounts
from app.ui.photos.page import PhotosPage
from app.ui.photos.row_widget import RowWidget
from app.ui.photos.similar import SimilarFaces
from app.ui.photos.sorted_faces import Row
from app.ui.photos.strip import FaceStrip
from app.ui.shell.look_alike import LookAlike
from tests.app.ui.conftest import Driver
from tests.app.ui.photos.album import read_album as _read
from tests.app.ui.photos.album import read_suggested


def test_a_dropped_folder_is_read_sorted_and_named(drive: Driver, album: Path) -> None:
    page = _read(drive, album)
    assert page.board.banner._title.text(), "it is told at once, and better later"
    rows = page.faces.rows
    assert len(rows) == 5
    _name(drive, page, rows[1], "Ines")
    assert "Ines" in drive.window.context.notices.text
    (ines,) = drive.ask(ListPeople())
    assert (ines.name, ines.faces) == ("Ines", len(rows[1].faces))
    assert set(drive.ask(FacesOfPerson(ines.id))) == set(rows[1].faces)

    # the next row is to be named now, and known people are completed
    widget = _widget(drive, page, rows[2])
    assert page.board.rows.current() == rows[2]
    drive.until(lambda: drive.window.context.people.find("Ines") is not None)
    drive.until(widget.name.hasFocus)
    QTest.keyClicks(widget.name, "ine")
    assert widget.name.offered() == ["Ines"]
    QTest.keyClick(widget.name, Qt.Key.Key_Escape)
    drive.until(page.board.rows.hasFocus)

    # undo brings the row back where it was
    drive.press("Undo  Ctrl+Z")
    drive.until(lambda: page.faces.rows == rows)
    assert drive.ask(ListPeople()) == ()

    # one picture that is dropped is looked for, several are not
    pictures = [str(one) for one in sorted(album.glob("*.jpg"))]
    page._take_dropped(pictures)
    assert "Drop the folder" in drive.window.context.notices.text
    page._take_dropped(pictures[:1])
    [found] = page.findChildren(SimilarFaces)
    drive.until(lambda: "likely the same person's" in found.told.text())
    assert found.grid.faces.faces
    found.close()


def test_keys_set_a_stranger_aside_and_the_button_takes_them_back(drive: Driver, album: Path) -> None:
    page = _read(drive, album)
    first = page.faces.rows[0]
    page.board.rows.setFocus()
    QTest.keyClick(page.board.rows, Qt.Key.Key_I)
    drive.until(lambda: set(page.faces.aside) == set(first.faces))
    assert len(page.faces.rows) == 4
    drive.press(f"Strangers  {len(first.faces)}")
    page.board.aside.grid.selectAll()
    drive.press("Take back in")
    drive.until(lambda: not page.faces.aside)
    assert page.faces.rows[0] == first
    page.board.show_tab(0)
    _set_all_aside(drive, page)
    assert page.board._all_named.heading.text() == "Everyone in these photos has a name or is a stranger"
    assert page.board._another.isVisible()


def test_a_suggestion_is_accepted_with_a_key(drive: Driver, album: Path, faces: Path) -> None:
    page, guessed, name = read_suggested(drive, album, faces)
    before = set(drive.ask(FacesOfPerson(drive.window.context.people.cards[0].id)))
    _type_name(drive, page, guessed, "Somebody New")
    (question,) = drive.until(lambda: [one for one in page.findChildren(LookAlike) if one.isVisible()])
    assert question.windowTitle().startswith(f"This looks like {name} (one in ")
    drive.press("Cancel", question)
    page.board.rows.setFocus()
    while page.board.rows.current() != guessed:
        QTest.keyClick(page.board.rows, Qt.Key.Key_Down)
    assert drive.button(f"It is {name}").isVisible()
    QTest.keyClick(page.board.rows, Qt.Key.Key_Y)
    drive.until(lambda: page.faces.row(guessed.number) is None)
    (person,) = drive.ask(ListPeople())
    assert set(drive.ask(FacesOfPerson(person.id))) == before | set(guessed.faces)
    _set_all_aside(drive, page)  # what comes next is offered, once somebody has a name
    assert not page.board._another.isVisible()
    drive.press("Hand over…", page.board)
    assert drive.window.shown == "people"
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert "Copy photos into folders…" in [one.text() for one in menu.actions()]
    menu.close()


def test_some_faces_of_a_cluster_are_somebody_else(drive: Driver, album: Path) -> None:
    page = _read(drive, album)
    first = page.faces.rows[0]
    page.board.rows.setFocus()
    QTest.keyClick(page.board.rows, Qt.Key.Key_O)
    grid = page.cluster.picker.grid
    drive.until(grid.isVisible)
    assert not page.cluster.picker.name.isEnabled()
    drive.click(grid.viewport(), grid.visualRect(grid.model().index(0, 0)).center())
    drive.press("Not a face", page.cluster)
    drive.until(lambda: len(grid.faces.faces) == len(first.faces) - 1)
    grid.selectAll()
    drive.type(page.cluster.picker.name, "Mei")
    QTest.keyClick(page.cluster.picker.name, Qt.Key.Key_Return)
    drive.until(page.board.isVisible)
    assert [card.faces for card in drive.ask(ListPeople())] == [len(first.faces) - 1]

    # one wrong face takes a click and a key
    row = page.faces.rows[0]
    (strip,) = _widget(drive, page, row).findChildren(FaceStrip)
    drive.click(strip, QPoint(20, 20))
    QTest.keyClick(page.board.rows, Qt.Key.Key_Delete)
    drive.until(lambda: [one for one in page.faces.rows if set(one.faces) == set(row.faces[1:])])


def test_files_that_are_no_pictures_are_listed(drive: Driver, album: Path) -> None:
    photo = next(album.glob("*.jpg"))
    (album / "broken.jpg").write_bytes(photo.read_bytes()[:2000])
    (album / "notes.jpg").write_text("no picture")
    page = _read(drive, album)
    drive.press("Failed  2")
    shown = page.board.failed.table.model()
    assert all(shown.index(row, 1).data()[0].isupper() for row in range(2))
    drive.press("Copy list")
    copied = QApplication.clipboard().text()
    assert "broken.jpg" in copied
    assert "holds text" in copied
    shutil.copy(photo, album / "broken.jpg")
    (album / "notes.jpg").unlink()
    drive.press("Try again")
    drive.until(lambda: "broken" not in str(page.faces.failed))

    # a folder without any, and one that is not there
    empty = album.parent / "nothing"
    empty.mkdir()
    page.add_folder(empty)
    drive.until(lambda: "no picture in nothing" in str(drive.window.context.notices.problem))
    page.add_folder(album.parent / "gone")
    drive.until(lambda: "no such folder" in str(drive.window.context.notices.problem))
    assert page.imports.stopped == {}


@pytest.mark.slow
def test_a_cancelled_import_goes_on_after_a_restart(drive: Driver, faces: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    for person in sorted((faces / "lfw10").iterdir())[:5]:
        shutil.copytree(person, folder / person.name)
    page = drive.page("photos", PhotosPage)
    page.add_folder(folder)
    drive.until(lambda: page.imports.progress is not None)
    drive.press("Cancel", page)
    drive.until(lambda: page.imports.stopped)
    stopped = dict(page.imports.stopped)
    drive.until(lambda: page.faces.known)  # what was read until then
    drive.close()
    again = Driver(drive.folder, drive.token)
    try:
        page = again.page("photos", PhotosPage)
        assert page.imports.stopped == stopped
        total = len(list(folder.rglob("*.jpg")))
        assert 0 < again.ask(GetCounts()).photos < total
        again.press("Go on", page)
        again.until(lambda: page.imports.running is None and not page.imports.stopped)
        assert again.ask(GetCounts()).photos == total
    finally:
        again.close()


def _set_all_aside(drive: Driver, page: PhotosPage) -> None:
    while rows := page.faces.rows:
        QTest.keyClick(page.board.rows, Qt.Key.Key_I)
        drive.until(partial(lambda before: page.faces.rows != before, rows))


def _widget(drive: Driver, page: PhotosPage, row: Row) -> RowWidget:
    places = [one.number for one in page.faces.rows]
    bar = page.board.rows.verticalScrollBar()
    bar.setValue(bar.maximum() * places.index(row.number) // max(1, len(places) - 1))
    found = drive.until(lambda: page.board.rows.widget(row.number))
    assert found is not None
    return found


def _name(drive: Driver, page: PhotosPage, row: Row, name: str) -> None:
    _type_name(drive, page, row, name)
    drive.until(lambda: page.faces.row(row.number) is None)


def _type_name(drive: Driver, page: PhotosPage, row: Row, name: str) -> None:
    widget = _widget(drive, page, row)
    drive.click(widget.name, QPoint(20, 10))
    drive.type(widget.name, name)
    QTest.keyClick(widget.name, Qt.Key.Key_Return)
