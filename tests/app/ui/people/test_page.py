"""The People page through its widgets, on a real engine with real photos."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from app.core.errors import StorageError
from app.core.text import say
from app.domain.pose import POSES
from app.engine.requests.faces import AssignFaces
from app.engine.requests.people import ConsentsOf, FacesOfPerson, ListPeople
from app.ui.look import theme
from app.ui.people.add_files import AddFiles
from app.ui.people.birth import BirthDialog
from app.ui.people.dialogs import AskForget, AskName
from app.ui.people.page import PeoplePage
from app.ui.people.report import EnrolResult
from app.ui.widgets.question import Question
from tests.app.ui.conftest import Driver
from tests.app.ui.people.conftest import HUGO, PUTIN, TONY, Visitor, drop, files

Visit = Callable[[int], Visitor]
# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def key(widget: QWidget, *keys: Qt.Key) -> None:
    """Press keys: in a field, else wherever the focus is."""
    for one in keys:
        focus = None if isinstance(widget, QLineEdit) else QApplication.focusWidget()
        QTest.keyClick(focus or widget, one)


def test_nobody_yet_teaches_the_two_ways(drive: Driver) -> None:
    page = drive.page("people", PeoplePage)
    assert page.overview.grid.people.cards == []  # places are shown until the engine answers
    drive.until(lambda: drive.window.context.people.known)
    assert drive.button("Enrol with the camera").isVisible()
    drive.press("Add from files…")
    drive.until(lambda: [one for one in page.findChildren(AddFiles) if one.isVisible()])


def test_a_list_that_cannot_be_read_is_said_and_tried_again(drive: Driver) -> None:
    page, people = drive.page("people", PeoplePage), drive.window.context.people
    drive.until(lambda: people.known)
    people.known = False  # as at the start
    people._fail(StorageError(say("the gallery cannot be read"), why=say("the disk is gone")))
    QApplication.processEvents()
    drive.press("Try again", page)
    drive.until(lambda: people.known)
    assert people.error is None
    assert drive.button("Enrol with the camera").isVisible()


@pytest.mark.slow
def test_rename_also_to_a_name_that_is_taken(visit: Visit) -> None:
    visitor = visit(2)
    drive, person = visitor.drive, visitor.page.person
    visitor.open(HUGO)
    before = drive.window.size()
    drive.window.resize(853, 480)  # a low window cuts off no button of what is known of them
    QTest.qWait(100)
    shown = [one for one in person.findChildren(QPushButton) if one.isVisible()]
    assert shown
    assert all(one.height() >= one.minimumSizeHint().height() for one in shown)
    drive.window.resize(before)
    key(person, Qt.Key.Key_F2)
    QTest.keyClicks(person.heading.field, "Hugo")
    person.heading.field.selectAll()
    QTest.keyClicks(person.heading.field, "Hugo")
    key(person.heading.field, Qt.Key.Key_Return)
    visitor.said("Renamed Hugo Chavez to Hugo")
    drive.until(lambda: drive.window.context.people.find("Hugo"))
    drive.press("Rename", person)
    person.heading.field.selectAll()
    QTest.keyClicks(person.heading.field, "tony blair")
    key(person.heading.field, Qt.Key.Key_Return)
    question = visitor.dialog(Question)
    drive.press("Merge into Tony Blair", question)
    visitor.said("Merged Hugo into Tony Blair, 2 faces")
    drive.until(lambda: len(visitor.faces()) == 4)
    visitor.undo()
    drive.until(lambda: len(visitor.faces()) == 2)
    key(person.grid, Qt.Key.Key_Escape)
    visitor.shows("Hugo", TONY)
    assert [card.name for card in drive.ask(ListPeople())] == ["Hugo", TONY]


def test_the_bar_says_what_can_be_done_and_the_rail_leads_back(known: Driver) -> None:
    visitor = Visitor(known)
    visitor.shows(HUGO, TONY, PUTIN)
    overview = visitor.page.overview
    assert overview._hint.isVisible()
    visitor.click(TONY)
    assert overview._chosen_text.text() == TONY
    known.press("Open", overview)
    known.until(visitor.faces)
    known.page("people", PeoplePage)
    assert overview.isVisible()
    known.press("Rename", overview)
    assert visitor.page.person.heading.editing
    known.page("people", PeoplePage)
    visitor.click(HUGO, Qt.KeyboardModifier.ControlModifier)
    assert overview._chosen_text.text() == "2 people chosen"
    assert [one.isVisible() for one in (overview._open, overview._rename, overview._merge)] == [0, 0, 1]
    known.press("Enrol with the camera")
    known.page("people", PeoplePage)
    assert overview.isVisible()
    known.press("Merge into Hugo Chavez", overview)
    visitor.shows(HUGO, PUTIN)


@pytest.mark.slow
def test_merging_by_drag_and_undo(visit: Visit) -> None:
    visitor = visit(2)
    grid = visitor.page.overview.grid
    visitor.click(TONY)
    data = grid.people.mimeData(grid.selectionModel().selectedIndexes())
    drop(grid.viewport(), data, visitor.spot(HUGO))
    visitor.shows(HUGO)
    visitor.said("Merged Tony Blair into Hugo Chavez, 2 faces")
    visitor.undo()
    visitor.shows(HUGO, TONY)
    assert visitor.card(TONY).faces == 2


@pytest.mark.slow
def test_faces_move_to_somebody_else_and_back(visit: Visit) -> None:
    visitor = visit(3)
    drive, person = visitor.drive, visitor.page.person
    visitor.open(HUGO)
    before = visitor.faces()
    visitor.choose_faces(1)
    drive.until(lambda: "px between the eyes" in person.bar.text)
    drive.press("Someone else…")
    asked = visitor.dialog(AskName)
    asked.name.insert("Mr. Novák")  # QTest knows no accents
    key(asked.name, Qt.Key.Key_Return)
    drive.until(lambda: len(visitor.faces()) == 2)
    drive.until(lambda: drive.window.context.people.find("Mr. Novák"))
    assert drive.ask(FacesOfPerson(visitor.card("Mr. Novák").id)) == (before[1],)
    visitor.undo()
    drive.until(lambda: visitor.faces() == before)
    for text in ("Not known", "Stranger", "Remove"):
        visitor.choose_faces(0)
        drive.press(text, person.bar)
        drive.until(lambda: visitor.faces() == before[1:])
        visitor.undo()
        drive.until(lambda: visitor.faces() == before)
        person.grid.clearSelection()


def test_faces_that_may_be_better_removed_are_offered_with_the_reason_and_undo(known: Driver) -> None:
    visitor = Visitor(known)
    person = visitor.page.person
    visitor.shows(HUGO, TONY, PUTIN)
    wrong = known.ask(FacesOfPerson(visitor.card(PUTIN).id))[:1]
    known.ask(AssignFaces(wrong, visitor.card(HUGO).id))
    visitor.open(HUGO)
    known.until(lambda: person.samples.menu.actions())
    assert "Poses missing: " in person.samples.text
    assert f"Close to {PUTIN}" in person.samples.text
    assert person.portrait.accessibleName().startswith("Poses covered: ")
    assert _top_of_ring(person.portrait) != theme.color("accent")  # nobody looks up
    person.portrait.show_poses(dict.fromkeys(POSES, 1))
    assert _top_of_ring(person.portrait) == theme.color("accent")
    (entry,) = person.samples.menu.actions()
    assert entry.text() == f"1 looks like {PUTIN}"
    entry.trigger()
    assert person.grid.chosen() == wrong
    assert person.bar.text == entry.text()
    known.press("Remove", person.bar)
    known.until(lambda: not person.samples.menu.actions())
    assert wrong[0] not in visitor.faces()
    assert "Far from everyone else; nearest: " in person.samples.text
    assert any("; a name needs " in one.toolTip() for one in person.samples.findChildren(QLabel))
    visitor.undo()
    known.until(lambda: person.samples.menu.actions())
    person.samples.menu.actions()[0].trigger()
    known.press("Keep", person.bar)
    known.until(lambda: not person.samples.menu.actions())
    assert wrong[0] in visitor.faces()


def _top_of_ring(portrait: QWidget) -> QColor:
    return portrait.grab().toImage().pixelColor(portrait.width() // 2, 4)


@pytest.mark.slow
def test_dropped_files_are_asked_for_a_name_or_go_to_whom_they_fall_on(
    visit: Visit, faces: Path, tmp_path: Path
) -> None:
    visitor = visit(1)
    drive, overview = visitor.drive, visitor.page.overview
    photos = sorted((faces / "lfw10" / "Tony_Blair").iterdir())
    drop(overview.grid.viewport(), files(photos[1:2]), visitor.spot(TONY))
    drive.until(lambda: visitor.card(TONY).faces == 2)
    visitor.said("Added 1 view of Tony Blair")
    text = tmp_path / "notes.txt"
    text.write_text("no picture")
    putin = min((faces / "lfw10" / "Vladimir_Putin").iterdir())
    empty = overview.grid.viewport().rect().bottomRight() - QPoint(4, 4)
    drop(overview.grid.viewport(), files([putin, text]), empty)
    asked = visitor.dialog(AddFiles)
    QTest.keyClicks(asked.name, TONY)
    assert asked._agreed.isHidden()  # nothing more is kept of who is known
    asked.name.clear()
    QTest.keyClicks(asked.name, "Vladimir")
    agreed = asked._agreed.text()
    key(asked.name, Qt.Key.Key_Return)
    report = visitor.dialog(EnrolResult)
    assert report.windowTitle() == "Added 1 view of Vladimir"
    drive.press("Copy list", report)
    assert QApplication.clipboard().text().startswith(f"{text}: ")
    drive.press("Close", report)
    visitor.shows(HUGO, TONY, "Vladimir")
    (consent,) = drive.ask(ConsentsOf(visitor.card("Vladimir").id))
    assert agreed.endswith(consent.agreed("Vladimir"))
    visitor.open("Vladimir")
    drive.until(lambda: "in the window: recognising them" in visitor.page.person.consents.text())
    assert visitor.page.person.consents.toolTip() == consent.agreed("Vladimir")


@pytest.mark.slow
def test_forgetting_for_good_needs_the_name(visit: Visit) -> None:
    visitor = visit(1)
    drive = visitor.drive
    visitor.open(HUGO)
    drive.press("Forget…")
    asked = visitor.dialog(AskForget)
    erase = drive.button("Forget for good", asked)
    QTest.keyClicks(asked.name, "Hugo")
    assert not erase.isEnabled()
    QTest.keyClicks(asked.name, " chavez")
    drive.click(erase)
    visitor.shows(TONY)
    assert [card.name for card in drive.ask(ListPeople())] == [TONY]
    assert visitor.page.overview.isVisible()


@pytest.mark.slow
def test_search_order_and_a_whole_visit_with_the_keys_alone(visit: Visit) -> None:
    visitor = visit(1)
    drive, page = visitor.drive, visitor.page
    grid, field = page.overview.grid, page.finder.field
    key(grid, Qt.Key.Key_Slash)
    assert QApplication.focusWidget() is field
    field.insert("TÓNY")
    visitor.shows(TONY)
    QTest.keyClicks(field, "x")
    assert drive.button("Clear the search").isVisible()
    key(field, Qt.Key.Key_Escape)
    visitor.shows(HUGO, TONY)
    page.finder.order.setCurrentIndex(2)
    visitor.shows(TONY, HUGO)
    assert drive.shell.memory.text("people/sort") == "newest"
    key(grid, Qt.Key.Key_Home, Qt.Key.Key_Return)
    drive.until(lambda: visitor.faces())
    key(grid, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_Escape)
    assert page.overview.isVisible()
    QTest.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key(grid, Qt.Key.Key_M)
    visitor.shows(TONY)
    QTest.keyClick(grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    visitor.shows(TONY, HUGO)
    QTest.keyClick(grid, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    key(grid, Qt.Key.Key_Delete)
    visitor.said("each Undo brings one of them back")
    drive.until(lambda: drive.button("Add from files…"))
    assert drive.ask(ListPeople()) == ()


@pytest.mark.slow
def test_a_birth_date_is_given_and_taken_away(visit: Visit) -> None:
    visitor = visit(1)
    drive, birth = visitor.drive, visitor.page.person.birth
    visitor.open(HUGO)
    assert birth.link.text() == "Add birth date…"
    birth.link.click()
    asked = visitor.dialog(BirthDialog)
    asked.day.setDate(QDate(1954, 7, 28))
    drive.press("Save", asked)
    visitor.said("Set the birth date of Hugo Chavez to 28 July 1954")
    drive.until(lambda: birth.link.text().startswith("Born on"))
    birth.link.click()
    drive.press("Take away", visitor.dialog(BirthDialog))
    drive.until(lambda: birth.link.text() == "Add birth date…")
    visitor.undo()
    drive.until(lambda: birth.link.text().startswith("Born on"))
