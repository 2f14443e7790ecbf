"""The engine killed in each page's busiest moment: the window says so, goes on, and nothing saved is lost."""

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.core.errors import Cancelled, KithError, StartError
from app.engine.requests.faces import GetFaces
from app.engine.requests.people import ListPeople
from app.engine.requests.photos import GetCounts, ImportFolder, ListFolders
from app.engine.requests.training import ListModels
from app.ui.activity.page import ActivityPage
from app.ui.enrol.view import EnrolView
from app.ui.live.page import LivePage
from app.ui.people.page import PeoplePage
from app.ui.photos.page import PhotosPage
from app.ui.settings.page import SettingsPage
from app.ui.training.page import TrainingPage
from tests.app.processes import processes
from tests.app.ui.clips import photos_of
from tests.app.ui.conftest import Driver
from tests.app.ui.whole.robust import ENROLLED, Killer, enter, people, press_within

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

_KNOWN = ["Hugo Chavez", "Tony Blair", "Vladimir Putin"]
_TRAINER = "app.engine.trainer_process"


@pytest.fixture
def street(faces: Path) -> str:
    return str(faces / "street.mp4")


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_watching_enrolling_and_checking_outlive_the_engine(
    known: Driver, faces: Path, street: str, tmp_path: Path
) -> None:
    killer = Killer(known)
    _live_goes_on(known, killer, street)
    _an_enrolment_is_offered_again(known, killer, street)
    _files_can_be_read_again(known, killer, faces, tmp_path)
    _the_check_can_be_made_again(known, killer)
    assert {name: card.faces for name, card in people(known).items()}.keys() >= set(_KNOWN)


def _live_goes_on(drive: Driver, killer: Killer, street: str) -> None:
    page = drive.page("live", LivePage)
    page._source.choose(street)
    drive.until(lambda: page.session.stage == "running" and page.video.faces)
    killer.kill_engine()
    drive.until(lambda: page.session.stage == "running" and page.video.faces)
    page._toggle.click()
    drive.until(lambda: page.session.stage == "idle")


def _an_enrolment_is_offered_again(drive: Driver, killer: Killer, street: str) -> None:
    drive.window.go("people", "enrol", "Somebody New")
    view = drive.until(lambda: [one for one in drive.window.findChildren(EnrolView) if one.isVisible()])[0]
    view._source.choose(street)
    view.form.agreement.tick.setChecked(True)
    drive.press("Start", view)
    drive.until(lambda: not view.picture.image.isNull())
    killer.kill_engine()
    drive.until(lambda: view._problem.isVisible())
    assert "engine stopped" in str(view._problem.error)
    drive.press("Try again", view)
    drive.until(lambda: view._stack.currentWidget() is view.picture and not view.picture.image.isNull())
    drive.press("Cancel", view)
    drive.until(lambda: drive.window._tray.running() == 0)
    assert list(people(drive)) == _KNOWN


def _files_can_be_read_again(drive: Driver, killer: Killer, faces: Path, tmp_path: Path) -> None:
    page = drive.page("people", PeoplePage)
    folder = tmp_path / "colin"
    folder.mkdir()
    for photo in photos_of(faces, "Colin_Powell"):
        shutil.copy(photo, folder)
    drive.until(lambda: len(page.overview.grid.people.cards) == 3)
    page._actions.enrol("Colin Powell", [str(folder)])
    drive.until(lambda: drive.window._tray.running() == 1)
    killer.kill_engine()
    assert "engine stopped before" in str(killer.dismiss_error())
    drive.until(lambda: len(page.overview.grid.people.cards) >= 3)
    assert set(people(drive)) >= set(_KNOWN)
    page._actions.enrol("Colin Powell", [str(folder)])
    drive.until(lambda: any(card.name == "Colin Powell" for card in page.overview.grid.people.cards))
    drive.until(lambda: drive.window._tray.running() == 0)
    assert people(drive)["Colin Powell"].faces == len(photos_of(faces, "Colin_Powell"))


def _the_check_can_be_made_again(drive: Driver, killer: Killer) -> None:
    page = drive.page("settings", SettingsPage)
    drive.until(lambda: page.recognition.rates[1e-3].isChecked())
    drive.click(page.recognition.rates[1e-4], QPoint(8, 12))
    drive.until(lambda: page.recognition.said == "saved")
    press_within(drive, page, "Check this computer")
    drive.until(lambda: drive.window._tray.running() == 1)
    killer.kill_engine()
    drive.until(page.computer._problem.isVisible)
    drive.until(lambda: page.recognition.rates[1e-4].isEnabled())
    assert page.recognition.rates[1e-4].isChecked()
    press_within(drive, page, "Check this computer")
    drive.until(lambda: page.computer.report)


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_photos_and_names_outlive_the_engine(known: Driver, faces: Path, tmp_path: Path) -> None:
    killer = Killer(known)
    album = Path(shutil.copytree(faces / "lfw10", tmp_path / "album"))
    page = known.page("photos", PhotosPage)
    _an_import_goes_on(known, killer, page, album)
    _sorting_can_be_done_again(known, killer, page)
    _a_name_given_just_before_is_kept(known, killer, page)
    _jobs_of_the_dead_are_gone(known, killer, faces)


def _an_import_goes_on(drive: Driver, killer: Killer, page: PhotosPage, album: Path) -> None:
    total = len(list(album.rglob("*.jpg")))
    page.add_folder(album)
    drive.until(lambda: page.imports.progress is not None and page.imports.progress.done > 8)
    killer.kill_engine()
    assert "engine stopped before" in str(killer.dismiss_error())
    assert page.imports.running is None
    before = drive.ask(GetCounts()).photos
    assert 8 < before < total
    press_within(drive, page, "Go on")
    drive.until(lambda: page.imports.running is None and not page.imports.stopped)
    drive.until(lambda: page.faces.known and not page.sorter.running)
    (read,) = [card for card in drive.ask(ListFolders()) if card.path == album]
    # those that were enrolled are known where they lie, and a copy is the same picture
    assert (read.photos, read.failed) == (total - ENROLLED, 0)
    assert drive.ask(GetCounts()).photos == total
    found = drive.ask(GetFaces(_all_faces(page)))
    assert len({(face.photo, face.box) for face in found}) == len(found), "no face is there twice"


def _all_faces(page: PhotosPage) -> tuple[int, ...]:
    return tuple(face for row in page.faces.rows for face in row.faces) + tuple(page.faces.singles)


def _sorting_can_be_done_again(drive: Driver, killer: Killer, page: PhotosPage) -> None:
    rows = page.faces.rows
    drive.press("Sort again")
    assert page.sorter.running
    killer.kill_engine()
    assert "engine stopped before" in str(killer.dismiss_error())
    assert page.faces.rows == rows
    drive.press("Sort again")
    drive.until(lambda: not page.sorter.running)
    assert drive.window.context.notices.problem is None
    assert page.faces.rows == rows


def _a_name_given_just_before_is_kept(drive: Driver, killer: Killer, page: PhotosPage) -> None:
    first = page.faces.rows[0]
    widget = drive.until(lambda: page.board.rows.widget(first.number))
    assert widget is not None
    drive.click(widget.name, QPoint(20, 10))
    drive.until(widget.name.hasFocus)
    enter(widget.name, "Ines")
    drive.until(lambda: "Ines" in drive.window.context.notices.text)
    killer.kill_engine()
    assert people(drive)["Ines"].faces == len(first.faces)
    drive.until(lambda: drive.window.context.people.find("Ines"))
    assert page.faces.row(first.number) is None
    drive.window.undo()
    drive.until(lambda: page.faces.row(first.number) == first)


def _jobs_of_the_dead_are_gone(drive: Driver, killer: Killer, faces: Path) -> None:
    page = drive.page("activity", ActivityPage)
    drive.until(lambda: page.journal.lines.rowCount() > 3)
    before = [line.text for line in page.journal.lines.lines]
    errors: list[KithError | Cancelled] = []
    drive.shell.bridge.ask(ImportFolder(faces / "orl40"), None, errors.append)
    drive.until(lambda: " of " in "".join(row.parts.far.text() for row in page.jobs._running.values()))
    killer.kill_engine()
    assert errors
    drive.until(lambda: page.journal.lines.rowCount() >= len(before) and page._state.currentIndex() == 1)
    assert [line.text for line in page.journal.lines.lines] == before
    assert page.jobs.running() == []
    drive.shell.bridge.ask(ImportFolder(faces / "lfw10"), None, errors.append)
    drive.until(page.jobs.past)


@pytest.mark.slow
@pytest.mark.own_processes
@pytest.mark.logs_errors("the engine died exit_code=-9", "error=BugError(The training stopped)<app")
def test_training_outlives_the_engine_and_its_own_process(known: Driver) -> None:
    killer = Killer(known)
    page = known.page("training", TrainingPage)
    (model,) = known.ask(ListModels())
    press_within(known, page, "Train")
    known.until(lambda: page.run.fit is not None and page.run.fit.taken)
    killer.kill_engine()
    known.until(lambda: page.run.state == "died")
    known.until(lambda: not processes(known.token, _TRAINER))
    press_within(known, page, "Train again")
    known.until(lambda: page.run.fit is not None and page.run.fit.taken)
    host = processes(known.token, "app.engine.host")
    (trainer,) = processes(known.token, _TRAINER)
    os.kill(trainer, signal.SIGKILL)
    known.until(lambda: page.run.state == "failed")
    assert "Nothing was lost" in str(page.run.error)
    assert page.learning.problem.isVisible()
    assert page.learning._again.isVisible()
    assert processes(known.token, "app.engine.host") == host
    assert known.ask(ListModels()) == (model,)


@pytest.mark.slow
@pytest.mark.own_processes
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_an_engine_that_dies_again_and_again_is_started_when_asked_for(known: Driver, street: str) -> None:
    page = known.page("live", LivePage)
    known.ask(ListPeople())
    page._source.choose(street)
    known.until(lambda: page.session.stage == "running" and page.video.faces)
    lost: list[StartError] = []
    known.shell.bridge.lost.connect(lost.append)
    _kill_until(known, lambda: bool(lost))
    notice = known.window._engine_notice
    known.until(notice._problem.isVisible)
    assert "cannot be kept running" in str(lost[0])
    known.until(lambda: page.session.stage == "failed")
    for key in ("people", "photos", "training", "activity", "settings", "live"):
        known.window.go(key)  # each can be looked at without an engine
        QApplication.processEvents()
    press_within(known, notice, "Start it again")
    assert list(people(known)) == _KNOWN
    assert not notice.isVisible()
    known.until(lambda: page.session.stage == "running" and page.video.faces)
    for key in ("people", "photos", "training", "activity", "settings"):
        known.window.go(key)
    known.until(lambda: known.window.page("activity")._state.currentIndex() == 1)  # type: ignore[attr-defined]
    known.until(lambda: known.window.page("settings").recognition.rates[1e-3].isEnabled())  # type: ignore[attr-defined]


def _kill_until(drive: Driver, over: Callable[[], bool]) -> None:
    """Kill every engine that is started, until that is true."""
    killed: set[int] = set()

    def strike() -> bool:
        for host in set(processes(drive.token, "app.engine.host")) - killed:
            killed.add(host)
            os.kill(host, signal.SIGKILL)
        return over()

    drive.until(strike)
    assert len(killed) == 5
