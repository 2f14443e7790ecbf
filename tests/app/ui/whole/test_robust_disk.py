"""A full disk: everything that cannot be written is said in words with a way out, and nothing is lost."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

from app.core.settings import Settings
from app.engine.requests.people import FacesOfPerson, Rename
from app.engine.requests.photos import GetCounts, ListFolders
from app.engine.requests.settings import GetSettings
from app.engine.requests.training import ListModels
from app.ui.activity.page import ActivityPage
from app.ui.people.page import PeoplePage
from app.ui.photos.page import PhotosPage
from app.ui.photos.similar import SimilarFaces
from app.ui.settings.page import SettingsPage
from app.ui.training.page import TrainingPage
from tests.app.processes import processes
from tests.app.ui.clips import photos_of
from tests.app.ui.conftest import Driver
from tests.app.ui.whole.robust import ENROLLED, Killer, people, press_within

_SIZE = "24m"


class Disk:
    """A small disk of its own, with a gallery of three people on it.

    Attributes:
        folder: Where it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave not one byte."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (1 << 20, 1 << 12, 1):
                try:
                    while ballast.write(bytes(size)) == size:
                        pass
                except OSError:
                    continue

    def free(self) -> None:
        """Leave room again."""
        self._ballast.unlink()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if shutil.which("mount") is None or os.geteuid() != 0:
        pytest.skip("only the system's administrator can make a small disk")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "kith", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be made here")
    yield Disk(folder)
    subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture
def known(disk: Disk, gallery: Path, token: str, qapp: QApplication) -> Iterator[Driver]:
    """A window that knows three people, on that disk."""
    driver = Driver(Path(shutil.copytree(gallery, disk.folder / "kith")), token)
    yield driver
    driver.close()
    driver.until(lambda: not processes(token), 1000)


@pytest.mark.slow
def test_what_a_full_disk_refuses_is_said_and_can_be_done_once_there_is_room(
    known: Driver, disk: Disk, faces: Path, tmp_path: Path
) -> None:
    killer = Killer(known)
    album = Path(shutil.copytree(faces / "lfw10", tmp_path / "album"))
    tony = people(known)["Tony Blair"]
    known.ask(Rename(tony.id, "Anthony"))
    disk.fill()
    _a_choice_is_refused(known, killer)
    known.window.context.change(Rename(tony.id, "Tony"))
    assert "disk is full" in str(killer.dismiss_error())
    page = known.page("people", PeoplePage)
    page._actions.enrol("Colin Powell", [str(photo) for photo in photos_of(faces, "Colin_Powell")])
    assert "disk is full" in str(killer.dismiss_error())
    photos = known.page("photos", PhotosPage)
    photos.add_folder(album)
    assert "disk is full" in str(killer.dismiss_error())
    known.window.undo()
    assert "disk is full" in str(killer.dismiss_error())
    search = SimilarFaces(known.window.context, photos, known.ask(FacesOfPerson(tony.id))[0])
    refused = known.until(lambda: search.problem.error)
    assert "access log" in str(refused)
    assert "Free some space" in str(refused)
    search.close()
    assert list(people(known)) == ["Anthony", "Hugo Chavez", "Vladimir Putin"]
    disk.free()
    press_within(known, photos, "Go on")
    known.until(lambda: photos.imports.running is None and not photos.imports.stopped)
    (read,) = [card for card in known.ask(ListFolders()) if card.path == album]
    assert read.photos == len(list(album.rglob("*.jpg"))) - ENROLLED  # copies of these lie in the album
    assert known.window.context.notices.problem is None


def _a_choice_is_refused(drive: Driver, killer: Killer) -> None:
    page = drive.page("settings", SettingsPage)
    drive.until(lambda: page.recognition.rates[1e-3].isChecked())
    drive.click(page.recognition.rates[1e-4], QPoint(8, 12))
    assert "settings" in str(killer.dismiss_error())
    drive.until(lambda: page.recognition.rates[1e-3].isChecked())
    assert drive.ask(GetSettings()) == Settings()
    assert list(drive.folder.glob("*.part")) == []


@pytest.mark.slow
def test_training_on_a_full_disk_says_so_and_changes_nothing(known: Driver, disk: Disk) -> None:
    page = known.page("training", TrainingPage)
    before = known.ask(ListModels())
    press_within(known, page, "Train")
    known.until(lambda: page.run.fit is not None and page.run.fit.taken)
    disk.fill()
    known.until(lambda: page.run.state == "failed")
    assert page.learning.problem.isVisible()
    assert page.learning._again.isVisible()
    assert "space" in str(page.run.error) or "full" in str(page.run.error)
    assert known.ask(ListModels()) == before
    disk.free()
    assert [file.name for file in known.folder.rglob("*.part")] == []


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_an_engine_that_must_start_on_a_full_disk_goes_on_once_there_is_room(
    known: Driver, disk: Disk
) -> None:
    page = known.page("activity", ActivityPage)
    known.until(lambda: page._state.currentIndex() == 1)
    entries = [line.text for line in page.journal.lines.lines]
    names = list(people(known))
    disk.fill()
    os.kill(processes(known.token, "app.engine.host")[0], signal.SIGKILL)
    known.until(lambda: "started again" in known.window._engine_notice.text)
    known.until(lambda: page._state.currentIndex() in (1, 3))
    known.window.resize(900, 600)
    disk.free()
    if page._state.currentIndex() == 3:
        press_within(known, page, "Try again")
    assert list(people(known)) == names
    known.until(lambda: page._state.currentIndex() == 1)
    assert [line.text for line in page.journal.lines.lines] == entries
    assert known.ask(GetCounts()).people == 3


def test_what_the_window_remembers_cannot_be_written_and_nobody_is_bothered(drive: Driver) -> None:
    known = drive.folder / "window.ini"
    drive.shell.memory.flush()
    known.unlink()
    known.mkdir()  # nothing can be written there
    drive.window.resize(900, 600)
    drive.window.go("people")
    drive.shell.memory.keep("photos/folder", "/somewhere")
    drive.window.let_go()
    QApplication.processEvents()
    assert drive.window.context.notices.problem is None
    assert drive.shell.memory.text("photos/folder") == "/somewhere"
