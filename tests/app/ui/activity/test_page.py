"""What was done, undone and done again, and jobs running and past, through the real window and engine."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from app.core import log
from app.engine.requests.faces import IgnoreFaces
from app.engine.requests.people import FacesOfPerson, ListPeople, Merge, Rename
from app.engine.requests.photos import ImportFolder
from app.ui.activity.page import ActivityPage
from tests.app.ui.conftest import Driver


def _lines(page: ActivityPage) -> list[tuple[str, bool]]:
    return [(line.text, line.undone) for line in page.journal.lines.lines if line.entry]


@pytest.mark.slow
def test_an_empty_page_leads_to_the_first_person_and_a_failed_job_says_why(
    drive: Driver, tmp_path: Path
) -> None:
    page = drive.page("activity", ActivityPage)
    drive.until(lambda: page._state.currentIndex() == 2)
    drive.shell.bridge.ask(ImportFolder(tmp_path / "nowhere"), None, lambda _: None)
    drive.until(page.jobs.past)
    assert page.jobs.past()[0].outcome.text() == "failed"
    log.start("window", drive.folder)
    drive.until(page.jobs.past()[0].isVisible)
    drive.press("Copy details", page)
    assert "there is no such folder" in QApplication.clipboard().text()
    assert re.search(r"job ended job=\d+ outcome=failed", QApplication.clipboard().text())
    drive.press("Add a person", page)
    assert drive.window.shown == "people"


@pytest.mark.slow
def test_changes_are_undone_and_done_again_line_by_line(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, ("Tony_Blair",), photos=2)
    person = drive.ask(ListPeople())[0].id
    drive.ask(Rename(person, "Anthony"))
    page = drive.page("activity", ActivityPage)
    drive.until(lambda: page.journal.lines.rowCount() == 3)
    assert [line.text for line in page.journal.lines.lines] == [
        "Today",
        "Renamed Tony Blair to Anthony",
        "Enrolled Tony Blair",
    ]
    drive.press("Undo", page)
    drive.until(lambda: _lines(page)[0][1])
    assert drive.ask(ListPeople())[0].name == "Tony Blair"
    assert page.journal.lines.next_redo() > page.journal.lines.next_undo() > 0
    drive.press("Undo", page)
    drive.until(lambda: all(undone for _, undone in _lines(page)))
    assert drive.ask(ListPeople()) == ()
    drive.press("Redo", page)
    drive.until(lambda: not _lines(page)[1][1])
    QTest.keyClick(
        drive.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    drive.until(lambda: not _lines(page)[0][1])
    assert drive.ask(ListPeople())[0].name == "Anthony"
    assert [row.outcome.text() for row in page.jobs.past()] == ["done"], "the enrolment before"


@pytest.mark.slow
def test_an_old_change_is_undone_alone_and_all_back_to_one(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, ("Tony_Blair", "Hugo_Chavez"), photos=1)
    one, other = (card.id for card in drive.ask(ListPeople()))
    drive.ask(Merge(one, other))
    drive.ask(Rename(other, "Somebody"))
    page = drive.page("activity", ActivityPage)
    drive.until(lambda: len(_lines(page)) == 4)
    page.journal.setCurrentIndex(page.journal.lines.index(2))
    drive.press("Undo alone", page)
    drive.until(lambda: len(_lines(page)) == 5)
    drive.until(page.journal.hasFocus)  # not the notice, whose Undo a blank would press
    assert _lines(page)[0] == ("Undid: Merged Hugo Chavez into Tony Blair", False)
    assert _lines(page)[2] == ("Merged Hugo Chavez into Tony Blair", True)
    assert {card.name for card in drive.ask(ListPeople())} == {"Hugo Chavez", "Somebody"}
    first = page.journal.lines.lines[-1].entry
    menu = page.journal.menu_for(first)
    assert [action.text() for action in menu.actions()] == [
        "Undo this change alone",
        "Undo all that was done after it",
    ]
    menu.actions()[1].trigger()
    drive.until(lambda: [undone for _, undone in _lines(page)] == [True] * 4 + [False])
    assert len(drive.ask(ListPeople())) == 1
    newest = page.journal.menu_for(first)
    assert not newest.actions()[1].isEnabled()


@pytest.mark.slow
def test_like_changes_are_one_line_and_a_person_has_a_history(
    drive: Driver, faces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drive.enrol(faces, ("Tony_Blair", "Hugo_Chavez"), photos=3)
    tony = next(card for card in drive.ask(ListPeople()) if card.name == "Tony Blair")
    found = drive.ask(FacesOfPerson(tony.id))
    for face in found:
        drive.ask(IgnoreFaces((face,)))
    drive.ask(Rename(tony.id, "Anthony"))
    page = drive.page("activity", ActivityPage)
    drive.until(
        lambda: (
            [line.text for line in page.journal.lines.lines][2:3]
            == ["Put 3 groups of faces among the strangers"]
        )
    )
    page.journal.setCurrentIndex(page.journal.lines.index(2))
    QTest.keyClick(page.journal, Qt.Key.Key_Return)
    assert [text for text, _ in _lines(page)][1:4] == ["Put 1 face among the strangers"] * 3
    page.journal.setCurrentIndex(page.journal.lines.index(4))
    drive.press("Undo alone", page)
    drive.until(lambda: drive.ask(FacesOfPerson(tony.id)))

    drive.window.go("people", tony.id)
    drive.window.go("activity", tony.id)
    drive.until(lambda: page._heading.text() == "What was done with Anthony")
    drive.until(lambda: page.journal.isVisible())
    assert all("Hugo" not in text for text, _ in _lines(page))
    assert any("among the strangers" in text for text, _ in _lines(page))
    assert not [one for one in page.journal.findChildren(QPushButton) if one.text() == "Undo"]
    asked: list[object] = []
    monkeypatch.setattr(page._reading, "start", lambda: asked.append(1))
    drive.ask(ImportFolder(faces / "lfw10" / "Ariel_Sharon"))
    assert drive.changes[-1].faces
    assert asked == [], "faces that are nobody's are no change of the journal"
    monkeypatch.undo()
    drive.press("Show all", page)
    drive.until(lambda: any("Hugo" in text for text, _ in _lines(page)))


@pytest.mark.slow
def test_older_changes_are_read_when_the_end_comes_into_view(
    drive: Driver, faces: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.ui.activity.page._AT_ONCE", 20)
    drive.enrol(faces, ("Tony_Blair",), photos=1)
    person = drive.ask(ListPeople())[0].id
    for number in range(30):
        drive.ask(Rename(person, f"Tony {number}"))
    page = drive.page("activity", ActivityPage)
    drive.until(lambda: len(_lines(page)) == 20)
    bar = page.journal.verticalScrollBar()
    bar.setValue(bar.maximum())
    drive.until(lambda: len(_lines(page)) == 31)
    assert bar.value() > 0, "the list stays where it was"
    assert page.journal.indexAt(QPoint(10, 10)).row() > 3


@pytest.mark.slow
def test_a_running_job_shows_how_far_it_is_and_can_be_stopped(drive: Driver, faces: Path) -> None:
    page = drive.page("activity", ActivityPage)
    drive.ask(ListPeople())
    drive.shell.bridge.ask(ImportFolder(faces / "orl40"), None, lambda _: None)
    drive.until(lambda: page.jobs.running() == ["Importing orl40"])
    drive.until(lambda: " of " in next(iter(page.jobs._running.values())).parts.far.text())
    assert _cancels(drive) == 1  # not in the rail too
    drive.window.go("settings")
    drive.until(lambda: _cancels(drive) == 1)  # now there
    drive.window.go("activity")
    drive.press("Cancel", page.jobs)
    drive.until(page.jobs.past)
    assert page.jobs.past()[0].outcome.text() == "stopped"
    assert page.jobs.running() == []


def _cancels(drive: Driver) -> int:
    """Buttons in view that stop a job."""
    buttons = drive.window.findChildren(QPushButton)
    return sum(one.isVisible() and one.text() == "Cancel" for one in buttons)
