"""The window as a whole."""

import os
import signal
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.engine.requests.people import ListPeople
from app.ui.shell.job_tray import JobTray
from app.ui.shell.page import Page
from app.ui.shell.rail import Rail
from app.ui.widgets.fit import fit
from tests.app.processes import processes
from tests.app.ui.conftest import Driver


def _shows(drive: Driver, key: str) -> bool:
    return drive.window.shown == key


def test_every_page_can_be_chosen_with_keys(drive: Driver, windows: list[str]) -> None:
    for place, key in enumerate(("live", "people", "photos", "training", "activity", "settings"), start=1):
        QTest.keyClick(drive.window, Qt.Key(Qt.Key.Key_0.value + place), Qt.KeyboardModifier.ControlModifier)
        drive.until(partial(_shows, drive, key))
        assert isinstance(drive.window.page(key), Page)
    assert windows == [], "no part of a page flashes up as a window while it is made"


def test_the_lock_of_an_encrypted_gallery_is_no_window_while_the_rail_is_made(
    drive: Driver, windows: list[str]
) -> None:
    rail = Rail([], JobTray(drive.window.context.jobs, tuple), "passphrase")
    assert not rail.lock.isHidden()
    assert windows == []


@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_a_killed_engine_is_started_again_and_said(drive: Driver) -> None:
    drive.ask(ListPeople())
    os.kill(processes(drive.token, "app.engine.host")[0], signal.SIGKILL)
    drive.until(lambda: "started again" in drive.window._engine_notice.text)
    assert drive.ask(ListPeople()) == ()
    assert drive.window.context.notices.problem is None  # it was said once


def test_size_and_page_are_remembered(drive: Driver) -> None:
    drive.window.resize(765, 555)
    drive.window.go("activity")
    drive.close()
    again = Driver(drive.folder, drive.token)
    assert again.window.shown == "activity"
    assert (again.window.width(), again.window.height()) == (765, 555)
    again.close()


def test_the_window_fits_a_small_screen_whatever_page_is_shown(drive: Driver) -> None:
    """1366x768 at 150 % are 911x512, of which the desktop takes some."""
    for key in ("live", "people", "photos", "training", "activity", "settings"):
        drive.window.go(key)
        drive.window.resize(911, 460)
        QTest.qWait(50)
        assert (drive.window.width(), drive.window.height()) == (911, 460), key


def test_a_window_is_no_larger_than_its_screen(qapp: QApplication) -> None:
    made = QWidget()
    fit(made, 100_000, 300)
    assert made.width() < made.screen().availableSize().width()
    assert made.height() == 300
