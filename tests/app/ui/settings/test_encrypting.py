"""The gallery is encrypted, gets another key and is decrypted in the window; what was broken off goes on."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from app.engine.requests.people import ListPeople
from app.gallery import people
from app.keys import header, key
from app.keys.header import Stored
from app.keys.unlocking import made, unlock
from app.services.workspace import Workspace
from app.ui.settings.encrypting import CodeDialog, DecryptDialog, KeyDialog
from app.ui.settings.page import SettingsPage
from app.ui.shell.recast_page import RecastPage
from tests.app.ui.conftest import Driver

OLD, NEW = "four words of wood", "five words of other wood"
Kind = TypeVar("Kind", bound=QDialog)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with somebody in it."""
    with Workspace.open(tmp_path / "kith") as workspace, workspace.db.write() as session:
        people.get_or_create(session, "Ana")
    return tmp_path / "kith"


def _dialog(drive: Driver, kind: type[Kind]) -> Kind:
    found = drive.until(
        lambda: [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
    )
    return found[0]


def _change(drive: Driver, passphrase: str, present: str = "") -> str:
    """Choose a passphrase, write the code down, and wait for the new window; return the code."""
    drive.click(drive.page("settings", SettingsPage).encryption.change)
    dialog = _dialog(drive, KeyDialog)
    if dialog.present is not None:
        drive.type(dialog.present, present)
    drive.press("Continue", dialog)
    assert "8 letters" in dialog.hint.text()
    drive.type(dialog.new, passphrase)
    drive.press("Continue", dialog)
    assert "differ" in dialog.hint.text()
    drive.type(dialog.again, passphrase)
    drive.press("Continue", dialog)
    code = _dialog(drive, CodeDialog)
    kept = drive.folder.parent / "code.txt"
    code.save(kept)
    assert kept.stat().st_mode & 0o077 == 0
    written = kept.read_text().strip()
    assert not code.go.isEnabled()
    drive.type(code.last, written[-4:].lower())
    _press_and_wait(drive, lambda: drive.click(code.go))
    return written


def _press_and_wait(drive: Driver, press: Callable[[], object]) -> None:
    before = drive.window
    press()
    drive.until(lambda: drive.shell.window not in (None, before))
    drive.until(lambda: drive.window.context.people.known)


def _names(drive: Driver) -> list[str]:
    return [one.name for one in drive.ask(ListPeople())]


@pytest.mark.slow
def test_it_is_encrypted_gets_another_key_and_is_decrypted(
    folder: Path, token: str, qapp: QApplication
) -> None:
    drive = Driver(folder, token)
    try:
        first = _change(drive, OLD)
        assert header.holder(folder) == "passphrase"
        assert "Encrypted: passphrase" in drive.window.context.notices.text
        assert drive.window._rail.lock.isVisible()
        assert _names(drive) == ["Ana"]
        second = _change(drive, NEW, OLD)
        assert second != first
        key.drop()
        unlock(folder, NEW)
        off = drive.page("settings", SettingsPage).encryption.off
        assert off is not None
        drive.click(off)
        dialog = _dialog(drive, DecryptDialog)
        assert dialog.present is not None
        drive.type(dialog.present, OLD)
        drive.press("Decrypt", dialog)
        assert "does not open" in dialog.hint.text()
        dialog.present.clear()
        drive.type(dialog.present, NEW)
        _press_and_wait(drive, lambda: drive.press("Decrypt", dialog))
        assert header.holder(folder) is None
        assert _names(drive) == ["Ana"]
    finally:
        drive.close()


@pytest.mark.slow
@pytest.mark.parametrize("goes_on", [True, False])
def test_what_was_broken_off_is_named_and_goes_on_or_not(
    folder: Path, token: str, qtbot: QtBot, goes_on: bool
) -> None:
    fresh = made(OLD)
    header.save(folder, Stored(None, fresh.header, changing=True))  # as a kill just afterwards leaves it
    key.hold(fresh.header.id, fresh.key)
    said: list[str] = []

    def act() -> None:
        (page,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, RecastPage)]
        said.append(page.heading.text())
        (page.go if goes_on else page.leave).click()

    QTimer.singleShot(0, act)
    drive = Driver(folder, token)
    try:
        assert said == ["Changing the encryption was broken off"]
        drive.until(lambda: drive.window.context.people.known)
        assert _names(drive) == ["Ana"]
        assert header.holder(folder) == ("passphrase" if goes_on else None)
        assert ("Encrypted" in drive.window.context.notices.text) is goes_on
    finally:
        drive.close()
