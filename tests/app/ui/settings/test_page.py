"""Every choice of the Settings page, through the real window and the real engine."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox

from app.core.settings import Settings, save
from app.engine.requests.people import ListPeople, Rename
from app.engine.requests.settings import GetSettings
from app.gallery import people
from app.gallery.database import Database
from app.ui.look import scale, theme
from app.ui.look.tokens import DARK, LIGHT
from app.ui.settings.page import SettingsPage
from app.ui.widgets.file_dialog import FileDialog
from tests.app.ui.conftest import Driver


def _pick(combo: QComboBox, value: str) -> None:
    """Choose as a person does, with the keys."""
    combo.window().activateWindow()
    QTest.qWaitForWindowActive(combo)
    combo.setFocus()
    here, wanted = combo.currentIndex(), combo.findData(value)
    for _ in range(abs(wanted - here)):
        QTest.keyClick(combo, Qt.Key.Key_Down if wanted > here else Qt.Key.Key_Up)


def _stored(drive: Driver, look: Callable[[Settings], bool]) -> bool:
    return look(drive.ask(GetSettings()))


@pytest.mark.slow
def test_choices_are_stored_as_they_are_made(drive: Driver) -> None:
    page = drive.page("settings", SettingsPage)
    drive.until(lambda: page.recognition.rates[1e-3].isChecked())
    drive.click(page.recognition.rates[1e-4], QPoint(8, 12))
    drive.until(lambda: page.recognition.said == "saved")
    assert _stored(drive, lambda now: now.false_accepts == 1e-4)
    drive.window.activateWindow()
    QTest.qWaitForWindowActive(drive.window)
    page.recognition.rates[1e-4].setFocus()
    QTest.keyClick(page.recognition.rates[1e-4], Qt.Key.Key_Down)
    drive.until(lambda: _stored(drive, lambda now: now.false_accepts == 1e-5))
    _pick(page.recognition.detector, "mtcnn")
    drive.until(lambda: _stored(drive, lambda now: now.detector == "mtcnn"))
    assert page.recognition.model.text() == "sface"
    assert page.liveness.modes["off"].isChecked()
    page.liveness.modes["warn"].click()
    drive.until(lambda: page.liveness.said == "saved")
    assert _stored(drive, lambda now: now.liveness == "warn")


@pytest.mark.slow
def test_a_refused_choice_goes_back_to_what_is_stored(drive: Driver) -> None:
    if Path("/dev/nvidia0").exists():
        pytest.skip("this computer has the device that is to be refused")
    page = drive.page("settings", SettingsPage)
    drive.until(lambda: page.computer.device.isEnabled())
    _pick(page.computer.device, "cuda")
    drive.until(lambda: drive.window.context.notices.problem is not None)
    drive.until(lambda: page.computer.device.value == "cpu")  # which the key passed on its way
    drive.until(lambda: "processor" in page.computer.used.text())
    (drive.folder / "settings.json").unlink()
    (drive.folder / "settings.json").mkdir()  # nothing can be written there
    drive.click(page.recognition.rates[1e-2], QPoint(8, 12))
    drive.until(lambda: "settings" in str(drive.window.context.notices.problem).lower())
    drive.until(page.recognition.rates[1e-3].isChecked)
    assert _stored(drive, lambda now: now == Settings(device="cpu"))


@pytest.fixture
def private_files() -> Iterator[None]:
    """What is written is for its owner alone, as it is where the program begins at its entry point."""
    before = os.umask(0o077)
    yield
    os.umask(before)


@pytest.mark.slow
def test_a_rate_set_elsewhere_is_shown_and_this_computer_is_checked(
    private_files: None, drive: Driver
) -> None:
    save(drive.folder / "settings.json", Settings(false_accepts=1 / 2500))
    page = drive.page("settings", SettingsPage)
    drive.until(lambda: 1 / 2500 in page.recognition.rates)
    chosen = page.recognition.rates[1 / 2500]
    assert (chosen.text(), chosen.isChecked()) == ("One stranger in 2,500", True)
    drive.press("Check this computer", page)
    drive.until(lambda: page.computer.report)
    assert "Everything is there" in page.computer._state.text()
    drive.press("Copy report", page)
    assert "ok  libraries: Python" in QApplication.clipboard().text()
    drive.until(lambda: "people and faces" in page.folder.amount.text())
    assert page.folder.path.text() == str(drive.folder)


def test_a_copy_is_made_and_brought_back(drive: Driver) -> None:
    page = drive.page("settings", SettingsPage)
    copies = page.folder.copies
    with closing(Database.open(drive.folder)) as db, db.write() as session:
        ann, _ = people.create(session, "Ann")
    drive.until(lambda: "No copy" in copies.told.text())
    copies.where.actions()[0].trigger()
    drive.until(lambda: copies.told.text().startswith("1 copy"))
    drive.ask(Rename(ann, "Somebody Else"))
    copies.menu.actions()[0].trigger()
    drive.until(lambda: copies.told.text().startswith("Restored: 1 person"))
    assert [one.name for one in drive.ask(ListPeople())] == ["Ann"]
    drive.until(lambda: len(copies.menu.actions()) == 3)


def test_a_copy_goes_to_a_file_and_comes_back_from_it(drive: Driver, tmp_path: Path) -> None:
    page = drive.page("settings", SettingsPage)
    copies, target = page.folder.copies, tmp_path / "copy.db"
    with closing(Database.open(drive.folder)) as db, db.write() as session:
        ann, _ = people.create(session, "Ann")
    copies.where.actions()[1].trigger()
    (dialog,) = copies.findChildren(FileDialog)
    dialog.fileSelected.emit(str(target))
    dialog.close()
    drive.until(lambda: copies.told.text().startswith(f"Copied to {target}. Only copies.keys"))
    drive.ask(Rename(ann, "Somebody Else"))
    copies.menu.actions()[-1].trigger()
    drive.until(lambda: any(one.isVisible() for one in copies.findChildren(FileDialog)))
    copies.findChildren(FileDialog)[-1].fileSelected.emit(str(target))
    drive.until(lambda: copies.told.text().startswith("Restored: 1 person"))
    assert [one.name for one in drive.ask(ListPeople())] == ["Ann"]
    copies.bring(tmp_path / "copies.keys")
    drive.until(lambda: "cannot be restored" in copies._problem._what.text())


def test_theme_and_language_apply_at_once_and_are_remembered(drive: Driver) -> None:
    page = drive.page("settings", SettingsPage)
    _pick(page.look.theme, "dark")
    drive.until(lambda: theme.tokens() is DARK)
    _pick(page.look.theme, "light")
    assert [page.look.scale.itemText(at) for at in range(3)] == ["100 %", "125 %", "150 %"]
    _pick(page.look.scale, "1.5")
    assert scale.chosen(drive.shell.memory) == 1.5
    drive.until(lambda: theme.tokens() is LIGHT)
    old = drive.window
    _pick(page.look.language, "de")
    drive.until(lambda: drive.shell.window not in (None, old))
    page = drive.page("settings", SettingsPage)
    assert page.title.text() == "Einstellungen"
    drive.until(page.look.language.hasFocus)
    drive.until(lambda: not page.look.language.visibleRegion().isEmpty())
    _pick(page.look.language, "en")
    drive.until(
        lambda: drive.window.windowTitle() and drive.window.page("settings").title.text() == "Settings"
    )
    assert drive.ask(ListPeople()) == ()


def test_the_wheel_scrolls_the_page_rather_than_changing_a_choice(drive: Driver) -> None:
    page = drive.page("settings", SettingsPage)
    choice = page.look.theme
    before = choice.value
    wheel = QWheelEvent(
        QPointF(5, 5),
        choice.mapToGlobal(QPointF(5, 5)),
        QPoint(),
        QPoint(0, -240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(choice, wheel)
    assert choice.value == before
    assert not wheel.isAccepted()
    assert choice.focusPolicy() is Qt.FocusPolicy.StrongFocus, "the wheel gives it no focus"


def test_licences_are_those_of_the_manifest() -> None:
    from app.ui.settings.about import licences

    found = dict(licences())
    assert found["SFace"] == "Apache-2.0"
    assert found["YuNet"] == "MIT"
    assert any(name.startswith("Qt for Python") and licence == "LGPL-3.0" for name, licence in found.items())
