"""The door to the engine."""

import gc
import sys
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.core.errors import KithError
from app.domain.face import StoredFace
from app.domain.person import Person
from app.engine.requests.people import ListPeople, Rename
from app.engine.requests.photos import ImportFolder
from app.ui.link.bridge import Bridge
from tests.app.ui.conftest import Driver


class _Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    def hear(self, value: object) -> None:
        self.heard.append(value)


def test_an_answer_to_a_widget_that_is_gone_is_dropped(drive: Driver) -> None:
    gone, there = _Listener(), _Listener()
    heard = gone.heard
    drive.shell.bridge.ask(ListPeople(), gone.hear)
    drive.shell.bridge.ask(ListPeople(), lambda people: gone.hear(people))
    shiboken6.delete(gone)
    drive.shell.bridge.ask(ListPeople(), there.hear)
    drive.until(lambda: there.heard)
    assert heard == []


def test_an_error_nobody_takes_is_shown(drive: Driver) -> None:
    drive.shell.bridge.ask(Rename(999, "Nobody"))
    assert isinstance(drive.until(lambda: drive.window.context.notices.problem), KithError)


def test_a_job_says_how_it_goes(drive: Driver, tmp_path: Path) -> None:
    started, done = _Listener(), _Listener()
    drive.shell.bridge.job_started.connect(started.hear)
    drive.shell.bridge.job_done.connect(done.hear)
    number = drive.shell.bridge.ask(ImportFolder(tmp_path), lambda _: None)
    drive.until(lambda: done.heard)
    assert [card.id for card in started.heard] == [number]  # type: ignore[attr-defined]


def test_an_answer_goes_to_what_takes_its_type(drive: Driver) -> None:
    """`mypy` refuses a callback that takes something else: were it not so, the comment would be needless."""
    people: list[tuple[Person, ...]] = []
    faces: list[tuple[StoredFace, ...]] = []
    drive.shell.bridge.ask(ListPeople(), people.append)
    drive.shell.bridge.ask(ListPeople(), faces.append)  # type: ignore[arg-type]
    drive.until(lambda: people and faces)
    assert people == [()]


def test_nothing_starts_after_closing(tmp_path: Path, qapp: QApplication) -> None:
    bridge = Bridge(tmp_path)
    bridge.close()
    bridge.start()
    failed: list[object] = []
    bridge.ask(ListPeople(), failed=failed.append)
    QTest.qWait(50)
    assert failed == []


@pytest.mark.slow
@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is not counted there")
def test_this_qt_binding_keeps_count_of_none(qapp: QApplication) -> None:
    class Painted(QWidget):
        def paintEvent(self, _: QPaintEvent) -> None:
            pass

    widget = Painted()
    widget.show()
    QTest.qWait(50)
    gc.collect()
    before = sys.getrefcount(None)
    for _ in range(500):
        widget.repaint()
    assert abs(sys.getrefcount(None) - before) < 100, "this PySide6 would abort Python after some minutes"
    widget.deleteLater()
