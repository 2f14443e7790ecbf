"""A window that stays open: what comes and goes leaves nothing behind."""

import gc
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from app.ui.live.page import LivePage
from app.ui.people.page import PeoplePage
from app.ui.photos.page import PhotosPage
from app.ui.settings.page import SettingsPage
from app.ui.training.page import TrainingPage
from app.ui.widgets.cover import Cover
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_PAGES = ("live", "people", "photos", "training", "activity", "settings")


def _alive(drive: Driver) -> Counter[str]:
    """Objects below the window by kind, running timers, and threads."""
    QTest.qWait(50)
    gc.collect()
    QTest.qWait(50)
    found = drive.window.findChildren(QObject)
    kinds = Counter(type(one).__name__ for one in found)
    timers = sum(one.isActive() for one in found if isinstance(one, QTimer))
    tops = len(QApplication.topLevelWidgets())
    return kinds + Counter({"running timers": timers, "threads": threading.active_count(), "windows": tops})


def _close_dialogs(drive: Driver) -> None:
    QTest.qWait(10)
    for layer in (*drive.window.findChildren(QDialog), *drive.window.findChildren(Cover)):
        layer.close()
    QTest.qWait(10)


def _dialogs(drive: Driver) -> list[Callable[[], object]]:
    people = drive.page("people", PeoplePage)
    photos = drive.page("photos", PhotosPage)
    training = drive.page("training", TrainingPage)
    live = drive.page("live", LivePage)
    (card, *_) = drive.window.context.people.cards
    return [
        drive.window._show_keys,
        lambda: people._add_files((), None),
        lambda: people._ask_target([card]),
        lambda: people._ask_forget(card),
        photos.choose_folder,
        lambda: photos.show_face(1),
        training.show_models,
        training.dialogs.show_singles,
        live._source.open_file,
        live._source.open_address,
    ]


@pytest.mark.slow
def test_dialogs_and_pages_leave_nothing_behind(known: Driver) -> None:
    drive = known
    drive.until(lambda: drive.window.context.people.known)
    for key in _PAGES:
        drive.window.go(key)
    dialogs = _dialogs(drive)

    def round_trip() -> None:
        for show in dialogs:
            show()
            _close_dialogs(drive)
        for key in _PAGES:
            drive.window.go(key)
            QTest.qWait(5)

    round_trip()
    drive.until(lambda: drive.window.page("training").plan.plan)  # type: ignore[attr-defined]
    QTest.qWait(500)
    before = _alive(drive)
    for _ in range(5):
        round_trip()
    after = _alive(drive)
    assert {kind: count for kind, count in (after - before).items() if count >= 5} == {}


@pytest.mark.slow
def test_other_languages_and_themes_leave_no_old_window(known: Driver) -> None:
    drive = known
    memory = drive.shell.memory

    def change(language: str, theme: str) -> None:
        memory.keep("language", language)
        memory.keep("theme", theme)
        old = drive.window
        changed = memory.text("language") != drive.shell._language
        drive.window.context.change_look()
        drive.until(lambda: drive.shell.window not in ((None, old) if changed else (None,)))
        for key in _PAGES:
            drive.window.go(key)
        drive.until(lambda: drive.window.context.people.known)

    change("de", "dark")
    change("en", "light")
    before = _alive(drive)
    for language, theme in (
        ("de", "light"),
        ("de", "dark"),
        ("en", "dark"),
        ("de", "light"),
        ("en", "light"),
    ):
        change(language, theme)
    after = _alive(drive)
    assert after["windows"] - before["windows"] < 3
    assert after["threads"] - before["threads"] < 3
    assert sum(after.values()) < 1.05 * sum(before.values()) + 20
    assert drive.page("settings", SettingsPage).title.text() == "Settings"


def _memory() -> float:
    """This process's own memory in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


@pytest.mark.slow
def test_watching_for_long_keeps_the_memory(known: Driver, faces: Path) -> None:
    page = known.page("live", LivePage)
    frames: list[int] = []
    page.session.faces.connect(lambda seen: frames.append(seen.number))

    def watch(count: int) -> float:
        wanted = len(frames) + count

        def enough() -> bool:
            if page.session.stage in ("idle", "ended"):
                page._source.choose(str(faces / "street.mp4"))
            return len(frames) >= wanted

        known.until(enough)
        gc.collect()
        return _memory()

    first = watch(50)
    assert watch(100) - first < 40  # as much as a dozen frames
