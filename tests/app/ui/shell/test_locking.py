"""Locking: by hand, after a while, before sleep; then the window's process holds nothing of the gallery."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.photos import GetCounts
from app.engine.single_instance import lock_other
from app.gallery import people
from app.keys import key
from app.keys.unlocking import made
from app.services.workspace import Workspace, encryption
from app.ui.link.memory import Memory
from app.ui.photos.page import PhotosPage
from app.ui.settings.page import SettingsPage
from app.ui.shell.lock_question import LockQuestion
from app.ui.shell.locking import OFF, Locking, choose_idle, idle_choice
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

PASSPHRASE = "four words of wood"  # noqa: S105
NAME = "Zuleikha Brandvold"


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """A data folder under a passphrase, whose key this process has."""
    folder = tmp_path / "kith"
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        people.get_or_create(session, NAME)
    encryption.turn_on(folder, made(PASSPHRASE))
    return folder


@pytest.fixture
def window(encrypted: Path, token: str, qapp: QApplication) -> Iterator[Driver]:
    """A window on it."""
    driver = Driver(encrypted, token)
    yield driver
    driver.close()


def _lies_in(pid: int, traces: list[bytes]) -> int:
    """How many of them lie in the memory of a process."""
    found: set[bytes] = set()
    with Path(f"/proc/{pid}/mem").open("rb") as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            span, rights, *_ = line.split()
            if rights.startswith("rw"):
                start, end = (int(part, 16) for part in span.split("-"))
                try:
                    memory.seek(start)
                    data = memory.read(end - start)
                except (OSError, ValueError):
                    continue
                found.update(trace for trace in traces if trace in data)
    return len(found)


def _wait_for(look: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not look():
        assert time.monotonic() < deadline
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads another process's memory as Linux shows it")
def test_a_locked_window_holds_no_name_no_key_and_no_passphrase(
    encrypted: Path, tmp_path: Path, token: str
) -> None:
    (secret,) = key.all_held().values()
    sure = [NAME.encode(), secret.raw]
    traces = [*sure, NAME.encode("utf-16-le"), PASSPHRASE.encode(), secret.raw.hex().encode()]
    memory = Memory(encrypted)
    memory.keep("window/page", "people")
    memory.flush()
    file = tmp_path / "passphrase.txt"
    file.write_text(PASSPHRASE)
    options = ["--data-dir", str(encrypted), "--passphrase-file", str(file)]
    window = subprocess.Popen([sys.executable, "-W", "error", "-m", "app", *options, "gui"])
    try:
        _wait_for(lambda: _lies_in(window.pid, sure) == len(sure))
        note = encrypted / "window.json"
        before = note.read_bytes()
        assert lock_other(encrypted)
        _wait_for(lambda: b"--locked" in Path(f"/proc/{window.pid}/cmdline").read_bytes())
        _wait_for(lambda: note.exists() and note.read_bytes() != before)
        time.sleep(1)
        assert _lies_in(window.pid, traces) == 0
        assert processes(token) == []
        window.send_signal(signal.SIGTERM)
        assert window.wait(10) == 0
    finally:
        window.kill()
        window.wait()


def _locked(window: Driver) -> bool:
    return window.shell.locks and not window.window.isVisible()


def test_nothing_locks_where_nothing_is_encrypted(drive: Driver) -> None:
    assert not drive.window._rail.lock.isVisible()
    assert not [one for one in drive.window.context.keys.listed() if one.keys == "Ctrl+L"]
    section = drive.page("settings", SettingsPage).encryption
    assert section.idle is None
    assert section.off is None


def test_an_import_goes_on_once_it_is_unlocked(window: Driver, faces: Path) -> None:
    QTest.keyClick(window.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    photos = window.page("photos", PhotosPage)
    window.until(lambda: window.window.context.people.known)
    folder = window.folder.parent / "photos"
    folder.mkdir()
    for picture in sorted((faces / "lfw10" / "Tony_Blair").iterdir())[:4]:
        shutil.copy(picture, folder)
    photos.add_folder(folder)
    QTest.keyClick(window.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert _locked(window)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, LockQuestion)]
    window.close()
    again = Driver(window.folder, window.token)
    try:
        again.until(lambda: again.ask(GetCounts()).photos == 4)
    finally:
        again.close()


def test_what_would_end_is_named_and_asked_about_but_not_before_sleep(window: Driver, faces: Path) -> None:
    window.until(lambda: window.window.context.people.known)
    pictures = sorted((faces / "lfw10" / "Tony_Blair").iterdir())
    window.shell.bridge.ask(EnrolFiles("Tony", tuple(map(str, pictures))), None, lambda _: None)
    window.until(lambda: window.window.context.jobs.running)
    window.window.lock_when_idle()
    assert not window.shell.locks
    window.click(window.window._rail.lock)
    (question,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, LockQuestion)]
    question.reject()
    assert not window.shell.locks
    window.window.findChildren(Locking)[0].sleeps.emit()
    assert _locked(window)


def test_it_is_idle_after_the_minutes_chosen_and_not_before(qtbot: QtBot, tmp_path: Path) -> None:
    memory, now, told = Memory(tmp_path), [0.0], []
    assert idle_choice(memory, "passphrase") == "15"
    assert idle_choice(memory, "keyring") == OFF
    parent = QWidget()
    qtbot.addWidget(parent)
    locking = Locking(memory, "passphrase", parent, lambda: now[0])
    locking.idle.connect(lambda: told.append(now[0]))
    for minutes in (14, 15):
        now[0] = 60 * minutes
        locking.look()
    QTest.keyClick(parent, Qt.Key.Key_A)
    locking.look()
    now[0] += 15 * 60
    choose_idle(memory, OFF)
    locking.look()
    choose_idle(memory, "60")
    locking.look()
    assert told == [15 * 60]


def test_its_choice_is_made_in_the_settings(window: Driver) -> None:
    section = window.page("settings", SettingsPage).encryption
    assert section.idle is not None
    assert section.idle.value == "15"
    section.idle.setCurrentIndex(section.idle.findData("5"))
    section.idle.activated.emit(section.idle.currentIndex())
    assert idle_choice(window.shell.memory, "passphrase") == "5"
    assert not [one for one in section.findChildren(QLabel) if os.fspath(window.folder) in one.text()]
