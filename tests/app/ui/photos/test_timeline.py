"""All photos by date: filtered by people, dates and what is known of them, and opened to be looked at."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app.domain.photo_filter import FoundPhotos, PhotoFilter
from app.engine.requests.faces import NameFaces
from app.engine.requests.photos import PhotosOf
from app.ui.link.bridge import Bridge
from app.ui.link.thumbnails import PHOTOS, Thumbnails
from app.ui.people.page import PeoplePage
from app.ui.photos.people_found import PeopleFound
from app.ui.photos.people_lines import LINE
from app.ui.photos.timeline import Timeline
from app.ui.photos.timeline_grid import _FAILED, TimelineGrid
from app.ui.photos.viewer import Viewer
from tests.app.ui.conftest import Driver
from tests.app.ui.photos.album import read_album


def _dated(album: Path) -> list[Path]:
    """The pictures of an album, every other one taken in May 2021 and in May 2022."""
    pictures = sorted(album.glob("*.jpg"))
    for place, picture in enumerate(pictures):
        noon = datetime(2021 + place % 2, 5, 1 + place, 12, tzinfo=UTC).timestamp()
        os.utime(picture, (noon, noon))
    return pictures


def test_photos_are_found_by_who_is_in_them_and_when_they_were_taken(drive: Driver, album: Path) -> None:
    pictures = _dated(album)
    page = read_album(drive, album)
    first, second = page.faces.rows[:2]
    drive.ask(NameFaces(first.faces, "Ana"))
    drive.ask(NameFaces(second.faces, "Ben"))
    of_ana = set(drive.ask(PhotosOf(first.faces)).values())
    drive.press("All photos")
    line = page.board.timeline
    drive.until(lambda: len(line.grid.photos) == len(pictures))
    drive.until(lambda: line.people.model().rowCount() == 2)
    drive.until(lambda: line._thumbnails._kept)
    assert line._month.text() == "May 2022"

    ana = drive.window.context.people.find("Ana")
    assert ana is not None
    people = drive.page("people", PeoplePage)
    people.open_person(ana)
    drive.press("Photos", people.person)
    drive.until(lambda: drive.window.shown == "photos" and set(line.grid.photos) == of_ana)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    drive.until(lambda: len(line.grid.photos) == len(pictures))
    _person(drive, line.people, "Ana")
    drive.until(lambda: set(line.grid.photos) == of_ana)
    _choose(line, "Date", "2021", "All of 2021")
    drive.until(lambda: set(line.grid.photos) < of_ana)
    drive.press("Without the condition: Ana", line)
    drive.until(lambda: len(line.grid.photos) == len(pictures) // 2)
    QTest.keyClick(line, Qt.Key.Key_Escape)  # all conditions at once
    drive.until(lambda: len(line.grid.photos) == len(pictures))
    line.people.setFocus()
    _person(drive, line.people, "Ben", Qt.Key.Key_Delete)
    drive.until(lambda: set(line.grid.photos).isdisjoint(drive.ask(PhotosOf(second.faces)).values()))
    _choose(line, "Could not be read")
    drive.until(lambda: not line.grid.photos)
    assert line._none.isVisible()
    assert "cannot be read" in line._none.sentence.text()
    drive.press("Show all photos")
    drive.until(lambda: len(line.grid.photos) == len(pictures))
    assert line.bar.wanted == PhotoFilter()

    # a photo is looked at, the others at hand
    drive.click(line.grid.viewport(), QPoint(40, 40))
    QTest.mouseDClick(line.grid.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    view = page.findChild(Viewer)
    assert view is not None
    drive.until(lambda: view._photo is not None and view._photo.id == line.grid.photos[0])
    assert view._count.text() == f"1 of {len(pictures)}"


def test_among_many_people_one_is_searched_by_name(known: Driver) -> None:
    known.until(lambda: len(known.window.context.people.cards) == 3)
    cards = known.window.context.people.cards
    line = Timeline(known.window.context)
    line._reading.stop()  # what is found is said here
    line.resize(900, 600)
    line.show()
    many = tuple((card.id, 1) for card in cards) * 4
    photos = np.arange(500)
    found = FoundPhotos(photos, photos, np.zeros(500, np.bool_), -photos - 1, many)
    line._take(found)
    assert line.search.isVisible()
    line.grid.verticalScrollBar().setValue(400)
    line._take(replace(found, photos=photos + 1))
    assert line.grid.verticalScrollBar().value() == 400, "the same photos' view stays"
    line.activateWindow()
    line.grid.setFocus()
    known.until(line.grid.hasFocus, 3000)
    QTest.keyClick(line.grid, Qt.Key.Key_Slash)
    known.until(line.search.hasFocus, 3000)
    QTest.keyClicks(line.search, "CHÁV")
    assert {line.people.model().index(row, 0).data(LINE).name for row in range(4)} == {"Hugo Chavez"}
    QTest.keyClick(line.search, Qt.Key.Key_Return)
    hugo = known.window.context.people.find("Hugo Chavez")
    assert hugo is not None
    assert line.bar.wanted == PhotoFilter(people=frozenset({hugo.id}))
    assert not line.search.text()
    line._take(replace(found, people=((hugo.id, 500),)))
    assert line.grid.verticalScrollBar().value() == 0, "other photos are seen from their beginning"
    assert line.grid.hasFocus()
    line.let_go()
    line.deleteLater()


def test_the_ring_around_a_photo_is_not_filled(tmp_path: Path, qapp: QApplication) -> None:
    bridge = Bridge(tmp_path)
    thumbnails = Thumbnails(bridge, PHOTOS)
    grid, none = TimelineGrid(thumbnails), np.zeros(3, np.bool_)
    three = np.arange(3)
    grid.show_photos(FoundPhotos(three, three, none, -three - 1, ()))
    grid.resize(800, 400)
    grid.show()
    before = grid.grab().toImage()
    grid.setCurrentIndex(grid.model().index(1, 0))
    middle = grid.visualRect(grid.model().index(1, 0)).center()
    after = grid.grab().toImage()
    assert after.pixelColor(middle) == before.pixelColor(middle)
    assert after != before, "a ring"
    grid.deleteLater()
    thumbnails.close()
    bridge.close()


def test_a_photo_that_can_be_read_by_now_is_no_longer_called_unreadable(
    tmp_path: Path, qapp: QApplication
) -> None:
    bridge = Bridge(tmp_path)
    thumbnails = Thumbnails(bridge, PHOTOS)
    grid, one = TimelineGrid(thumbnails), np.ones(1, np.int64)
    for failed in (True, False):
        grid.show_photos(FoundPhotos(one, one, np.array([failed]), -one, ()))
        assert grid.model().index(0, 0).data(_FAILED) is failed
    grid.deleteLater()
    thumbnails.close()
    bridge.close()


def _person(drive: Driver, people: PeopleFound, name: str, key: Qt.Key | None = None) -> None:
    model = people.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    index = next(one for one in rows if one.data(LINE).name == name)
    if key is None:
        drive.click(people.viewport(), people.visualRect(index).center())
    else:
        people.setCurrentIndex(index)
        QTest.keyClick(people, key)


def _choose(line: Timeline, *texts: str) -> None:
    """Choose a condition in the menu."""
    menu: QMenu | None = line.bar.menu()
    for text in texts[:-1]:
        assert menu is not None
        menu = next(one.menu() for one in menu.actions() if one.text() == text)  # type: ignore[assignment]
    assert menu is not None
    next(one for one in menu.actions() if one.text() == texts[-1]).trigger()
