"""Photos, tables, sheets and the whole library are saved from the window, and a library is brought in."""

import shutil
from pathlib import Path

import pytest

from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import RemovePerson
from app.ui.handover.library import LibraryDialog
from app.ui.widgets.file_dialog import FileDialog
from tests.app.ui.conftest import Driver
from tests.app.ui.people.conftest import HUGO, Visitor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def _save(visitor: Visitor, entry: str, path: Path) -> None:
    menu = visitor.page._hand_over.menu()
    next(action for action in menu.actions() if action.text() == entry).trigger()
    picker = visitor.dialog(FileDialog)
    picker.selectFile(str(path))
    picker.accept()


def test_all_is_saved_and_a_library_comes_in(drive: Driver, faces: Path, tmp_path: Path) -> None:
    photo, out = tmp_path / "a.jpg", tmp_path / "out"
    out.mkdir()
    shutil.copy(min((faces / "lfw10" / "Hugo_Chavez").glob("*.jpg")), photo)
    drive.ask(EnrolFiles(HUGO, (str(photo),)))
    visitor = Visitor(drive)
    visitor.shows(HUGO)
    _save(visitor, "Copy photos into folders…", out)
    visitor.said("Copied 1 photo")
    assert (out / HUGO / "a.jpg").read_bytes() == photo.read_bytes()
    _save(visitor, "Save a table…", out / "t.csv")
    visitor.said("Wrote 1 face")
    assert HUGO in (out / "t.csv").read_text("utf-8")
    _save(visitor, "Save a contact sheet…", out / "s.html")
    drive.until(lambda: (out / "s.html").is_file())
    _save(visitor, "Save the whole library…", out / "all.kith")
    visitor.said("Wrote the library")

    _save(visitor, "Bring in a library…", out / "all.kith")
    plan = visitor.dialog(LibraryDialog)
    assert not drive.button("Bring in", plan).isEnabled()
    drive.press("Cancel", plan)
    drive.ask(RemovePerson(visitor.card(HUGO).id))
    visitor.shows()
    _save(visitor, "Bring in a library…", out / "all.kith")
    plan = visitor.dialog(LibraryDialog)
    assert [plan.people.index(0, column).data() for column in range(4)] == [HUGO, "1", "0", "0"]
    drive.press("Bring in", plan)
    visitor.said("Brought in all.kith: 1 person, 1 face")
    visitor.shows(HUGO)
    visitor.undo()
    visitor.shows()
