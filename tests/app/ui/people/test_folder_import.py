"""Many people enrolled from the window, a folder each."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.engine.requests.people import ConsentsOf
from app.ui.people.add_files import AddFiles
from app.ui.people.plan_dialog import PlanDialog
from app.ui.people.report import EnrolResult
from app.ui.shell.look_alike import LookAlike
from app.ui.widgets.file_dialog import FileDialog
from tests.app.ui.conftest import Driver
from tests.app.ui.people.conftest import HUGO, PUTIN, TONY, Visitor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def tree(faces: Path, tmp_path: Path) -> Path:
    """A folder in which somebody new, and somebody known under another name, lie one level too deep."""
    for name, photos in (("Anthony", "Tony_Blair"), ("Colin_Powell", "Colin_Powell")):
        folder = tmp_path / "people" / "train" / name
        folder.mkdir(parents=True)
        for photo in sorted((faces / "lfw10" / photos).glob("*.jpg"))[4:7]:
            shutil.copy(photo, folder)
    (tmp_path / "people" / "nothing").mkdir()
    return tmp_path / "people"


def test_people_are_looked_through_enrolled_and_asked_about(known: Driver, tree: Path) -> None:
    visitor = Visitor(known)
    visitor.shows(HUGO, TONY, PUTIN)
    known.press("Add from files…")
    known.press("Many people, a folder for each…", visitor.dialog(AddFiles))
    picker = visitor.dialog(FileDialog)
    picker.selectFile(str(tree))
    picker.accept()

    plan = visitor.dialog(PlanDialog)
    model = plan.people
    shown = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert [row[:2] for row in shown] == [["Anthony", "3"], ["Colin Powell", "3"], ["nothing", "0"]]
    assert shown[2][2] == "There is no picture in this folder"
    assert plan.inside.text().endswith("in train")
    plan.inside.setChecked(False)
    assert model.index(1, 0).data() == "train"
    plan.inside.setChecked(True)
    model.setData(model.index(1, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    assert known.button("Enrol 1 person", plan).isEnabled()
    model.setData(model.index(1, 0), Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    known.press("Enrol 2 people", plan)

    question = visitor.dialog(LookAlike)
    assert question.windowTitle().startswith("Anthony: This looks like Tony Blair (one in ")
    known.press("Add to Tony Blair", question)
    visitor.said("Enrolled 2 people, 6 faces")
    visitor.shows("Colin Powell", HUGO, TONY, PUTIN)
    known.until(lambda: visitor.card(TONY).faces == 7)
    assert len(known.ask(ConsentsOf(visitor.card("Colin Powell").id))) == 1


def test_a_folder_of_several_people_is_not_one_and_leads_to_those_inside(
    known: Driver, tree: Path, tmp_path: Path
) -> None:
    visitor = Visitor(known)
    visitor.shows(HUGO, TONY, PUTIN)
    visitor.page._actions.enrol("Everybody", [str(tree / "train")])
    result = visitor.dialog(EnrolResult)
    result.save(str(tmp_path / "left-out.txt"))
    assert (tmp_path / "left-out.txt").read_text(encoding="utf-8").startswith(f"{tree / 'train'}: ")
    known.press("Close", result)
    visitor.page._add_files([str(tree / "train")], None)
    known.press("Many people, a folder for each…", visitor.dialog(AddFiles))
    known.press("Cancel", visitor.dialog(PlanDialog))
    visitor.page._actions.enrol("Everybody", [str(tree / "train")])
    known.press("Use the folders inside…", visitor.dialog(EnrolResult))
    plan = visitor.dialog(PlanDialog)
    assert [one.name for one in plan.people.chosen()] == ["Anthony", "Colin Powell"]
    known.press("Cancel", plan)
