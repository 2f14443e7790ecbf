"""Faces like the one in a picture, found from the window."""

from pathlib import Path

import pytest

from app.ui.photos.similar import SimilarFaces
from app.ui.photos.viewer import Viewer
from app.ui.widgets.file_dialog import FileDialog
from tests.app.ui.conftest import Driver
from tests.app.ui.people.conftest import TONY, Visitor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def test_faces_like_one_in_a_picture_are_found(known: Driver, faces: Path, tmp_path: Path) -> None:
    visitor = Visitor(known)
    known.until(lambda: known.window.context.people.find(TONY))
    cover = visitor.card(TONY).cover
    assert cover is not None
    menu = visitor.page._hand_over.menu()
    next(one for one in menu.actions() if one.text() == "Find faces like one in a picture…").trigger()
    picker = visitor.dialog(FileDialog)
    picker.selectFile(str(sorted((faces / "lfw10" / "Tony_Blair").glob("*.jpg"))[7]))
    picker.accept()
    found = visitor.dialog(SimilarFaces)
    known.until(lambda: len(found.grid.faces.faces) == 12)
    assert "likely the same person's" in found.told.text()
    assert "Named among them: Tony Blair (" in found.told.text()
    nothing = tmp_path / "x.jpg"
    nothing.write_bytes(b"no picture")
    found.look(nothing)
    known.until(found.problem.isVisible)
    assert "picture" in str(found.problem.error)
    assert not found.grid.faces.faces
    known.press("Choose another picture…", found)
    picker = visitor.dialog(FileDialog)
    picker.reject()
    found.look(cover)
    known.until(lambda: len(found.grid.faces.faces) == 11)
    assert not found.problem.isVisible()
    found._show([])
    assert found.told.text() == "There is no face yet to compare with."
    found.look(cover)
    known.until(lambda: len(found.grid.faces.faces) == 11)
    found.grid.activated.emit(found.grid.faces.index(0))
    viewer = known.until(lambda: visitor.page.findChildren(Viewer))[0]
    known.until(lambda: viewer.boxes.shows_photo)
