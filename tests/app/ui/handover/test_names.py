"""Names written beside photos from the window, and taken over again from there."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.faces import AssignFaces
from app.engine.requests.people import FacesOfPerson
from app.ui.handover.names_in import NamesDialog, look_for_names
from app.ui.handover.names_out import WriteDialog
from app.ui.widgets.failures import Failures
from app.ui.widgets.file_dialog import FileDialog
from tests.app.ui.conftest import Driver
from tests.app.ui.people.conftest import HUGO, Visitor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def hugo(faces: Path, tmp_path: Path) -> Path:
    """A folder with two photos of one person."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for photo in sorted((faces / "lfw10" / "Hugo_Chavez").glob("*.jpg"))[:2]:
        shutil.copy(photo, folder)
    return folder


def _choose(visitor: Visitor, entry: str) -> None:
    menu = visitor.page._hand_over.menu()
    next(action for action in menu.actions() if action.text() == entry).trigger()


def test_names_are_written_and_taken_over(drive: Driver, hugo: Path) -> None:
    drive.ask(EnrolFiles(HUGO, (str(hugo),)))
    visitor = Visitor(drive)
    visitor.shows(HUGO)
    first, second = sorted(hugo.iterdir())
    second.rename(hugo / "elsewhere")
    _choose(visitor, "Write names beside photos…")
    asked = visitor.dialog(WriteDialog)
    drive.until(lambda: asked.told.text() == "1 name in 1 photo.")
    asked.in_files.setChecked(True)
    asked.in_files.setChecked(False)
    drive.until(lambda: asked.told.text() == "1 name in 1 photo.")
    assert not list(hugo.glob("*.xmp"))
    drive.press("Write 1 file", asked)
    left = visitor.dialog(Failures)
    assert second.name in left.list.model().index(0, 0).data()
    drive.press("Close", left)
    visitor.said("Wrote 1 file")
    assert [one.name for one in hugo.glob("*.xmp")] == [f"{first.name}.xmp"]

    drive.ask(AssignFaces(drive.ask(FacesOfPerson(visitor.card(HUGO).id)), None))
    _choose(visitor, "Take over names from other programs…")
    picker = visitor.dialog(FileDialog)
    picker.selectFile(str(hugo))
    picker.accept()
    plan = visitor.dialog(NamesDialog)
    assert [plan.people.index(0, column).data() for column in range(4)] == [HUGO, "1", "0", "0"]
    plan.people.setData(plan.people.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert not drive.button("Name 0 faces", plan).isEnabled()
    plan.people.setData(plan.people.index(0, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    drive.press("Name 1 face", plan)
    visitor.said("Took over the name of 1 face from photos")
    drive.until(lambda: visitor.card(HUGO).faces == 1)
    visitor.undo()
    drive.until(lambda: visitor.card(HUGO).faces == 0)


def test_a_folder_without_names_says_so(drive: Driver, hugo: Path) -> None:
    visitor = Visitor(drive)
    look_for_names(drive.window.context, visitor.page, hugo)
    plan = visitor.dialog(NamesDialog)
    assert "No names were found" in plan._found.text()
    drive.press("Close", plan)
    look_for_names(drive.window.context, visitor.page, hugo / "gone")
    problem = drive.until(lambda: drive.window.context.notices.problem)
    assert "no such folder" in str(problem)
