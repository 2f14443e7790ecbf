"""A photo in the window: its faces named, denied and set aside, the photos beside it, and what Esc peels."""

import shutil
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from app.engine.requests.faces import GetFaces
from app.engine.requests.people import ListPeople
from app.ui.photos.page import PhotosPage
from app.ui.photos.viewer import Viewer
from tests.app.film import picture, write_film
from tests.app.ui.conftest import Driver
from tests.app.ui.photos.album import read_album


def test_a_face_is_named_denied_and_set_aside_in_its_photo(drive: Driver, album: Path) -> None:
    page = read_album(drive, album)
    face = page.faces.rows[0].faces[0]
    view = _open(drive, page, face)
    assert view.boxes.current == face
    _click(drive, view, face)
    drive.press("Why here?", view)
    drive.until(lambda: "Its likeness to the" in view.menu.reason.text())
    nearest = view.menu.nearest.shown()
    assert set(nearest) < set(page.faces.rows[0].faces), "who says so is shown too"
    QTest.mouseDClick(view.menu.nearest, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    drive.until(lambda: view.boxes.current == nearest[0])
    drive.press("Previous photo", view)
    drive.until(lambda: not view.boxes.rect_of(face).isEmpty())
    _click(drive, view, face)
    drive.type(view.menu.name, "Ines")
    QTest.keyClick(view.menu.name, Qt.Key.Key_Return)
    drive.until(lambda: view.boxes.title(face) == "Ines")
    assert "Ines" in drive.window.context.notices.text
    drive.until(lambda: face not in page.faces.rows[0].faces)

    toast, window = drive.window.context.notices._toast, drive.window
    assert toast.mapTo(window, QPoint()).y() > view._foot.mapTo(window, QPoint()).y() - 40
    assert toast.mapTo(window, toast.rect().topRight()).x() < view._draw_one.mapTo(window, QPoint()).x()
    _click(drive, view, face)
    drive.press("Not Ines", view)
    drive.until(lambda: view.boxes.title(face).startswith("Unknown"))
    [person] = drive.ask(ListPeople())
    assert drive.ask(GetFaces((face,)))[0].denied == {person.id}
    QTest.keyClick(view.boxes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    drive.until(lambda: view.boxes.title(face) == "Ines")

    QTest.keyClick(view.boxes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    drive.until(lambda: view.boxes.title(face).startswith("Unknown"))
    drive.press("1 unnamed face is a stranger", view)
    drive.until(lambda: view.boxes.title(face) == "Stranger")
    QTest.keyClick(view.boxes, Qt.Key.Key_I)
    drive.until(lambda: view.boxes.title(face).startswith("Unknown"))
    QTest.keyClick(view.boxes, Qt.Key.Key_I)
    drive.until(lambda: view.boxes.title(face) == "Stranger")
    _click(drive, view, face)
    drive.press("Take back in", view)
    drive.until(lambda: view.boxes.title(face).startswith("Unknown"))
    _click(drive, view, face)
    drive.press("Not a face", view)
    drive.until(lambda: view.boxes.rect_of(face).isEmpty())


def test_arrows_go_through_the_photos_at_hand_and_esc_peels_one_layer(drive: Driver, album: Path) -> None:
    page = read_album(drive, album)
    faces = page.faces.rows[0].faces
    view = _open(drive, page, faces[1])
    QTest.keyClick(view.boxes, Qt.Key.Key_Right)
    drive.until(lambda: not view.boxes.rect_of(faces[2]).isEmpty())
    assert view._count.text() == f"3 of {len(faces)}"
    drive.press("Previous photo", view)
    drive.until(lambda: not view.boxes.rect_of(faces[1]).isEmpty())

    fitted = view.boxes.rect_of(faces[1])
    view.boxes.enlarge(2.0, QPointF(fitted.center()))
    near = view.boxes.rect_of(faces[1])
    assert abs(near.width() - 2 * fitted.width()) <= 2
    assert (near.center() - fitted.center()).manhattanLength() <= 3
    _drag(view, QPoint(20, 20), QPoint(120, 60))
    assert view.boxes.rect_of(faces[1]) != near
    assert not view.menu.isVisible()
    _click(drive, view, faces[1])
    _escape(drive)
    drive.until(lambda: not view.menu.isVisible())
    assert view.boxes.rect_of(faces[1]) != fitted
    _escape(drive)
    assert view.boxes.rect_of(faces[1]) == fitted
    page.add_folder(album)  # what is said meanwhile stands above the photo
    drive.until(lambda: "read in album" in drive.window.context.notices.text)
    assert drive.window.context.notices._toast.isVisible()
    drive.window._rail.button("photos").setFocus()
    _escape(drive)
    drive.until(lambda: not page.findChildren(Viewer))
    assert page.board.isVisible()

    shutil.rmtree(album)
    page.show_face(faces[0])
    late = page.findChild(Viewer)
    assert late is not None
    drive.until(late._problem.isVisible)
    assert late._problem.error is not None
    drive.press("Close", late)


def test_a_box_is_drawn_around_a_face_that_has_none(drive: Driver, album: Path) -> None:
    page = read_album(drive, album)
    face = page.faces.rows[0].faces[0]
    view = _open(drive, page, face)
    spot = view.boxes.rect_of(face)
    _click(drive, view, face)
    drive.press("Not a face", view)
    drive.until(lambda: view.boxes.rect_of(face).isEmpty())
    drive.press("Draw a box", view)
    _escape(drive)
    assert not view.boxes.drawing
    QTest.keyClick(view.boxes, Qt.Key.Key_B)
    _drag(view, spot.topLeft(), spot.bottomRight())
    drive.type(view.menu.name, "Ines")
    QTest.keyClick(view.menu.name, Qt.Key.Key_Return)
    drive.until(lambda: view._photo is not None and [one.origin for one in view._photo.faces] == ["drawn"])
    assert "Drew a box around Ines" in drive.window.context.notices.text
    assert view._photo is not None
    [drawn] = view._photo.faces
    assert drawn.placed
    drive.until(lambda: view.boxes.title(drawn.id) == "Ines")
    QTest.keyClick(view.boxes, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    drive.until(lambda: view._photo is not None and not view._photo.faces)


def test_a_video_is_looked_at_moment_by_moment(drive: Driver, tmp_path: Path, faces: Path) -> None:
    two = [picture(sorted((faces / "lfw10" / name).iterdir())[1]) for name in ("Tony_Blair", "Colin_Powell")]
    film = write_film(tmp_path / "film" / "clip.mp4", (two[0], 2), (two[1], 2))
    page = read_album(drive, film.parent)
    drive.until(lambda: "1 video" in drive.window.context.notices.text)
    drive.press("All photos")
    line = page.board.timeline
    drive.until(lambda: len(line.grid.photos) == 1 and bool(line._thumbnails._kept))
    line.grid.opened.emit(line.grid.photos[0])
    drive.until(lambda: any(one.boxes.current is not None for one in page.findChildren(Viewer)))
    view = page.findChildren(Viewer)[0]
    assert view._photo is not None
    first, second = sorted(view._photo.faces, key=lambda face: face.at or 0.0)
    view.moments.step(-1)
    drive.until(lambda: not view.boxes.rect_of(first.id).isEmpty())
    assert view.boxes.rect_of(second.id).isEmpty()
    QTest.keyClick(view.boxes, Qt.Key.Key_PageDown)
    drive.until(lambda: not view.boxes.rect_of(second.id).isEmpty())
    assert "0:04" in view.moments._where.text()
    assert "moment 2 of 2" in view.moments._where.text()
    _click(drive, view, second.id)
    drive.type(view.menu.name, "Colin")
    QTest.keyClick(view.menu.name, Qt.Key.Key_Return)
    drive.until(lambda: view.boxes.title(second.id) == "Colin")


def _open(drive: Driver, page: PhotosPage, face: int) -> Viewer:
    page.show_face(face, page.faces.rows[0].faces)
    view = page.findChild(Viewer)
    assert view is not None
    drive.until(lambda: not view.boxes.rect_of(face).isEmpty())
    return view


def _click(drive: Driver, view: Viewer, face: int) -> None:
    drive.click(view.boxes, view.boxes.rect_of(face).center())
    assert view.menu.isVisible()


def _escape(drive: Driver) -> None:
    focus = drive.window.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Escape)


def _drag(view: Viewer, start: QPoint, end: QPoint) -> None:
    QTest.mousePress(view.boxes, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for at in (start + (end - start) / 2, end):
        QTest.mouseMove(view.boxes, at)
    QTest.mouseRelease(view.boxes, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
