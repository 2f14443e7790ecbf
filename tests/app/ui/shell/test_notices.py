"""What is said at the window's lower edge."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.core import log
from app.core.errors import BugError, Cancelled, KnownError
from app.core.text import say
from app.domain.changes import Changes
from app.engine.requests.people import ListPeople, RemovePerson
from app.ui.people.page import PeoplePage
from app.ui.shell.notices import Notices
from app.ui.widgets.layouts import REST, in_row
from tests.app.ui.conftest import Driver


def test_a_change_is_said_and_its_undo_takes_it_back(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, ("Tony_Blair",), 1)
    person = drive.ask(ListPeople())[0]
    drive.window.context.change(RemovePerson(person.id))
    drive.until(lambda: "Tony Blair" in drive.window.context.notices.text)
    assert drive.ask(ListPeople()) == ()
    [undo] = [one for one in drive.window.findChildren(QPushButton) if "Undo" in one.text()]
    drive.click(undo)
    drive.until(lambda: drive.ask(ListPeople()))
    drive.until(lambda: "Redo" in _texts(drive))


def _texts(drive: Driver) -> str:
    buttons = drive.window.findChildren(QPushButton)
    return " ".join(one.text() for one in buttons if one.isVisible())


class _Ground(QWidget):
    """A page, with a bar at its lower edge or without one, that notes what room it was asked for."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.resize(816, 600)
        self.strip = QWidget(self)
        self.strip.setGeometry(20, 530, 776, 50)
        self.rooms: list[int] = []
        in_row(REST, *(QPushButton(one) for one in words), on=self.strip)
        self.strip.setVisible(bool(words))

    def lower_bar(self) -> QWidget | None:
        return self.strip

    def make_room(self, height: int) -> None:
        self.rooms.append(height)


LONG = "Named 10 faces Konstantin Alexander of Mossenberg and elsewhere"


def test_it_lies_on_a_pages_bar_beside_the_buttons_that_are_there(qtbot: QtBot) -> None:
    over = _Ground("Merge", "Remove")
    notices = Notices(over, lambda: None, lambda: None)
    over.show()
    notices.stand_on(over)
    notices.say(LONG, "Undo", lambda: None)
    first = min(_in(over, one).left() for one in _buttons(over.strip))
    assert first - 20 > notices._toast.geometry().right() > 380
    assert notices._toast.geometry().intersects(over.strip.geometry())
    assert max(over.rooms) == 0, "on a bar it takes nothing from the page"
    more = QPushButton("Something else that can be done")
    row = over.strip.layout()
    assert row is not None
    row.addWidget(more)
    qtbot.waitUntil(lambda: len({_in(over, one).left() for one in _buttons(over.strip)}) == 3)
    qtbot.waitUntil(
        lambda: (
            notices._toast.geometry().right() < min(_in(over, one).left() for one in _buttons(over.strip))
            or notices._toast.geometry().bottom() < over.strip.y()
        )
    )
    over.strip.hide()
    notices.settle()
    assert notices._toast.geometry().center().x() == pytest.approx(408, abs=2)
    over.close()


def test_it_stands_above_a_bar_that_is_full_of_buttons(qapp: QApplication) -> None:
    over = _Ground(*["Something quite long to do about it"] * 3)
    notices = Notices(over, lambda: None, lambda: None)
    over.show()
    notices.stand_on(over)
    notices.say(LONG, "Undo", lambda: None)
    assert notices._toast.geometry().bottom() < over.strip.geometry().top()
    over.close()


def test_a_list_ends_above_what_is_said_as_long_as_that_is_there(qapp: QApplication) -> None:
    over = _Ground()
    notices = Notices(over, lambda: None, lambda: None)
    over.show()
    notices.stand_on(over)
    notices.say(LONG, "Undo", lambda: None)
    assert over.rooms[-1] >= 600 - notices._toast.y()
    notices.clear()
    assert over.rooms[-1] == 0
    over.close()


def test_a_page_gives_way_where_it_scrolls_and_there_alone(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, ("Tony_Blair",), 2)
    page = drive.page("people", PeoplePage)
    page.open_person(drive.ask(ListPeople())[0])
    grid = page.person.grid
    drive.until(lambda: grid.faces.faces)
    before = grid.mapTo(page, grid.rect().bottomLeft()).y()
    notices = drive.window.context.notices
    notices.say("Named 10 faces", "Undo", lambda: None)
    drive.until(lambda: grid.mapTo(page, grid.rect().bottomLeft()).y() < before - 30)
    top = notices._toast.mapTo(drive.window, QPoint()).y()
    assert grid.mapTo(drive.window, grid.rect().bottomLeft()).y() < top
    page.show_everyone()
    assert notices._toast.geometry().intersects(_in(notices._toast.parentWidget(), page.overview.bar))
    notices.clear()
    page.open_person(drive.ask(ListPeople())[0])
    drive.until(lambda: grid.mapTo(page, grid.rect().bottomLeft()).y() == before)


def _buttons(bar: QWidget) -> list[QPushButton]:
    return bar.findChildren(QPushButton)


def _in(over: QWidget | None, one: QWidget) -> QRect:
    assert over is not None
    return QRect(one.mapTo(over, QPoint()), one.size())


def test_undo_and_redo_have_keys(drive: Driver, faces: Path) -> None:
    drive.enrol(faces, ("Tony_Blair",), 1)
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(drive.window, Qt.Key.Key_Z, control)
    drive.until(lambda: drive.ask(ListPeople()) == ())
    QTest.keyClick(drive.window, Qt.Key.Key_Z, control | shift)
    drive.until(lambda: drive.ask(ListPeople()) != ())
    assert [person.name for person in drive.ask(ListPeople())] == ["Tony Blair"]


def test_nothing_to_undo_is_said_in_words(drive: Driver) -> None:
    drive.window.undo()
    problem = drive.until(lambda: drive.window.context.notices.problem)
    assert "undo" in str(problem)
    drive.press("Close")
    assert drive.window.context.notices.problem is None


def test_an_error_stays_and_its_details_can_be_copied(drive: Driver) -> None:
    error = BugError(say("Kith made a mistake"), why=say("a test wanted it"), remedy=say("Go on"))
    error.add_note("somewhere in line 7")
    log.start("window", drive.folder)
    drive.window.context.notices.error(error)
    drive.press("Copy details")
    copied = QApplication.clipboard().text()
    assert copied.startswith(
        "BugError: Kith made a mistake: a test wanted it. Go on\nsomewhere in line 7\n\n20"
    )
    assert "app.core.log: process started" in copied
    drive.window.context.notices.error(Cancelled())
    assert drive.window.context.notices.problem is error


def test_a_known_error_asks_for_no_report(drive: Driver) -> None:
    drive.window.context.notices.error(KnownError(say("The disk is full"), remedy=say("Free some space")))
    assert "Copy details" not in _texts(drive)
    drive.window.context.notices.done(Changes(say("Renamed Ana to Anna")))
    assert drive.window.context.notices.text == "Renamed Ana to Anna"


def test_a_notice_over_another_has_room_for_all_it_says(qapp: QApplication) -> None:
    over = QWidget()
    over.resize(1000, 700)
    over.show()
    notices = Notices(over, lambda: None, lambda: None)
    notices.done(Changes(label=say("Named 9 faces Ada")))
    qapp.processEvents()
    first = _width(over)
    notices.undone(Changes(label=say("Undid: Named 9 faces Ada")))
    qapp.processEvents()
    text, action = _said_in(over)
    assert text.geometry().right() < action.geometry().left()
    assert text.width() < 1.5 * text.fontMetrics().horizontalAdvance(text.text())
    notices.done(Changes(label=say("Named 9 faces Ada")))
    qapp.processEvents()
    assert _width(over) == first
    said = "Undid: merged Rumsfeld with Hugo, 10 faces, because they looked so much alike on all their photos"
    notices.say(said, "Do it all over again", over.hide, "Ctrl+Shift+Z")
    qapp.processEvents()
    text, action = _said_in(over)
    assert text.geometry().right() < action.geometry().left() < action.geometry().right() < _width(over)
    assert text.height() >= text.heightForWidth(text.width()) > 1.5 * text.fontMetrics().height()
    over.close()


def _said_in(over: QWidget) -> tuple[QLabel, QPushButton]:
    [action] = [one for one in over.findChildren(QPushButton) if one.isVisible()]
    [text] = [one for one in over.findChildren(QLabel) if one.isVisible()]
    return text, action


def _width(over: QWidget) -> int:
    toast = _said_in(over)[0].parentWidget()
    assert toast is not None
    return toast.width()


def test_what_is_said_stands_above_a_dialog_and_stays_when_that_is_closed(drive: Driver) -> None:
    notices = drive.window.context.notices
    dialog = QDialog(drive.window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(700, 400)
    dialog.open()
    drive.until(lambda: QApplication.activeModalWidget() is dialog)
    notices.done(Changes(say("Renamed Ana to Anna")))
    undo = drive.button("Undo  Ctrl+Z", dialog)
    assert dialog.childAt(undo.mapTo(dialog, undo.rect().center())) is undo
    dialog.close()
    drive.until(lambda: "Undo" in _texts(drive))
    assert notices.text == "Renamed Ana to Anna"
    dialog = QDialog(drive.window)
    dialog.resize(700, 400)
    dialog.open()  # over what is being said
    drive.until(lambda: [one for one in dialog.findChildren(QPushButton) if one.isVisible()])
    dialog.deleteLater()


def test_esc_closes_an_error_and_then_nothing_else(drive: Driver) -> None:
    drive.window.context.notices.error(KnownError(say("The disk is full")))
    QTest.keyClick(drive.window, Qt.Key.Key_Escape)
    assert drive.window.context.notices.problem is None
    assert drive.window.isVisible()
