"""The Live page on a real engine, with videos as the camera."""

import os
import shutil
import signal
from pathlib import Path
from typing import Any

import cv2
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.domain.decision import State
from app.engine.protocol import LiveState
from app.engine.requests.enrolling import EnrolFiles
from app.engine.requests.people import ConsentsOf, ListPeople
from app.ui.live.page import LivePage
from app.ui.people.page import PeoplePage
from app.ui.settings.page import SettingsPage
from tests.app.mjpeg import network_camera
from tests.app.processes import processes
from tests.app.ui.clips import photos_of, write_clip
from tests.app.ui.conftest import Driver


@pytest.fixture
def blair(faces: Path, tmp_path: Path) -> str:
    """Twenty seconds of somebody."""
    return write_clip(tmp_path / "blair.avi", photos_of(faces, "Tony_Blair")[6:8], 10)


@pytest.fixture
def street(faces: Path) -> str:
    return str(faces / "street.mp4")


def live(drive: Driver) -> LivePage:
    return drive.page("live", LivePage)


def drop(page: LivePage, path: str) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path)])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(page, QDragEnterEvent(QPoint(50, 50), copy, data, left, none))
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), copy, data, left, none))


def named(page: LivePage, name: str) -> bool:
    return any(face.name == name for face in page.video.faces)


def watch_again_and_again(drive: Driver, video: str) -> LivePage:
    """A video that does not end while a busy machine takes its time."""
    page = live(drive)
    page._source.choose(video)
    drive.until(lambda: page.session.stage == "running")
    page.bar.toggle_loop()
    return page


def click_first_face(drive: Driver, page: LivePage) -> None:
    box = page.video.on_widget(drive.until(lambda: page.video.faces)[0].box)
    drive.click(page.video, box.center().toPoint())
    drive.until(page.popover.isVisible)


@pytest.mark.slow
def test_a_stranger_is_enrolled_by_a_click_and_then_named(drive: Driver, blair: str, tmp_path: Path) -> None:
    page = live(drive)
    assert drive.button("Enrol with the camera").isVisible()
    drop(page, blair)
    click_first_face(drive, page)
    assert drive.button("Enrol", page.popover).isEnabled()
    drive.press("Enrol", page.popover)
    assert "name first" in page.popover.hint.text()
    drive.type(page.popover.field, "Tony")
    said = page.popover._agreed.text()
    track, page.popover.track = page.popover.track, 99_999
    drive.press("Enrol", page.popover)
    drive.until(lambda: "no longer in view" in page.popover.hint.text())
    assert page.rect().contains(page.popover.geometry())
    page.popover.track = track
    drive.press("Enrol", page.popover)
    drive.until(lambda: named(page, "Tony"))
    assert drive.window.context.notices.text == "Enrolled Tony"
    (consent,) = drive.ask(ConsentsOf(drive.ask(ListPeople())[0].id))
    assert said.endswith(consent.agreed("Tony"))
    drive.until(lambda: "Tony" in [one.title for one in page.sightings.listed()])

    click_first_face(drive, page)
    drive.press("Somebody else…", page.popover)
    drive.type(page.popover.field, "Anthony")
    QTest.keyClick(page.popover.field, Qt.Key.Key_Escape)
    drive.until(lambda: page.popover.track is None)

    page._snapshot.take()
    page._snapshot.save(str(tmp_path / "a.png"), names=True)
    page._snapshot.save(str(tmp_path / "b.png"), names=False)
    drive.until(
        lambda: (tmp_path / "b.png").exists() and drive.window.context.notices.text.startswith("Saved")
    )
    drive.until(lambda: not QImage(str(tmp_path / "a.png")).isNull())
    assert QImage(str(tmp_path / "a.png")) != QImage(str(tmp_path / "b.png"))

    drive.window.undo()
    drive.until(lambda: page.video.faces and not named(page, "Tony"))
    drive.press("Stop")
    drive.until(lambda: page.session.stage == "idle")


@pytest.mark.slow
def test_an_unsure_face_is_settled_by_a_key(drive: Driver, faces: Path, blair: str, tmp_path: Path) -> None:
    photos = photos_of(faces, "Tony_Blair")[:4]
    twins = [shutil.copy(photo, tmp_path / photo.name) for photo in photos]
    for twin in twins:  # the same face in another file
        picture: Any = cv2.imread(twin)
        cv2.imwrite(twin, picture, [cv2.IMWRITE_JPEG_QUALITY, 90])
    drive.ask(EnrolFiles("Jonas", tuple(map(str, photos))))
    drive.ask(EnrolFiles("Lukas", tuple(map(str, twins)), apart=True))
    page = live(drive)
    page._source.choose(blair)
    drive.until(lambda: any(face.state is State.UNSURE for face in page.video.faces), 15_000)
    unsure = page.video.to_settle()
    assert unsure is not None
    second = unsure.candidates[1][0]
    page.video.setFocus()
    QTest.keyClick(page.video, Qt.Key.Key_2)
    said = drive.until(lambda: drive.window.context.notices.text)
    assert said == f"Added 1 face of {second}"  # they were enrolled before
    grown = {card.name: card.faces for card in drive.ask(ListPeople())}
    assert grown[second] > 4
    assert sum(grown.values()) == grown[second] + 4


@pytest.mark.slow
def test_it_goes_on_while_another_page_is_shown_if_the_user_wants(drive: Driver, blair: str) -> None:
    page = live(drive)
    drive.window.go("settings")
    drive.page("settings", SettingsPage).live.switch.click()
    drive.window.go("live")
    page._source.choose(blair)
    drive.until(lambda: page.video.faces)
    sign = drive.window._rail.button("live")
    drive.window.go("people")
    assert page.session.on
    assert (sign.property("icon_name"), sign.toolTip()) == ("record", "The camera or stream is on")
    seen = page.video.faces
    drive.until(lambda: page.video.faces is not seen)
    drive.window.let_go()
    drive.until(lambda: page.session.stage == "idle")
    assert sign.property("icon_name") != "record"


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_it_stops_when_the_page_is_left_and_goes_on_afterwards(drive: Driver, street: str) -> None:
    page = live(drive)
    page._source.choose(street)
    drive.until(lambda: len(page.video.faces) > 2)
    page.video.setFocus()
    QTest.keyClick(page.video, Qt.Key.Key_Tab)
    first = page.video._at
    QTest.keyClick(page.video, Qt.Key.Key_Right)
    assert first is not None
    drive.window.go("people")
    assert not page.session.on
    QTest.qWait(300)
    assert page.session.stage == "idle"
    drive.window.go("live")
    drive.until(lambda: page.session.stage == "running" and page.video.faces)

    QTest.keyClick(page.video, Qt.Key.Key_F)
    drive.until(lambda: page.enlarger.window is not None and page.video.isVisible())
    assert page.video.window() is page.enlarger.window
    QTest.keyClick(page.video, Qt.Key.Key_Escape)
    drive.until(lambda: page.enlarger.window is None)
    assert page.video.window() is drive.window
    hud = page.video.hud.shown
    QTest.keyClick(page.video, Qt.Key.Key_H)
    assert page.video.hud.shown is not hud

    os.kill(processes(drive.token, "app.engine.host")[0], signal.SIGKILL)
    drive.until(lambda: page.session.stage == "starting")
    drive.until(lambda: page.session.stage == "running" and page.video.faces)


@pytest.mark.slow
def test_starting_and_stopping_quickly_ends_as_asked(drive: Driver, street: str, blair: str) -> None:
    page = live(drive)
    page._source.choose(street)
    for _ in range(20):
        page._toggle.click()
        QTest.qWait(15)
    assert page.session.on
    drive.until(lambda: page.session.stage == "running" and page.video.faces)
    page._source.choose(blair)
    drive.until(lambda: page.session.stage == "running" and page.video.image.width() == 500)
    page._toggle.click()
    QTest.qWait(500)
    assert page.session.stage == "idle"


@pytest.mark.slow
def test_what_cannot_be_watched_is_told_with_a_way_out(drive: Driver, faces: Path, tmp_path: Path) -> None:
    page = live(drive)
    page._source.choose("http://127.0.0.1:9/stream")
    drive.until(lambda: page.session.stage == "failed")
    assert "cannot be opened" in str(page.session.error)
    path = write_clip(tmp_path / "short.avi", photos_of(faces, "Tony_Blair")[6:7], 2)
    shutil.copy(path, tmp_path / "copy.avi")
    page._source.choose(path)
    drive.until(lambda: page.session.stage == "running")
    Path(path).unlink()
    drive.until(lambda: page.session.stage == "ended")
    drive.press("Start again")
    drive.until(lambda: page.session.stage == "failed")
    assert "no video file" in str(page.session.error)
    shutil.copy(tmp_path / "copy.avi", path)
    drive.press("Try again")
    drive.until(lambda: page.session.stage == "running")
    assert not named(page, "Nobody")
    drive.until(lambda: page.session.stage == "ended")
    drive.window.resize(720, 480)
    assert drive.button("Choose another source").isVisible()


def test_a_lost_camera_is_said_over_its_last_picture_until_it_is_back(drive: Driver, street: str) -> None:
    page = live(drive)
    with network_camera() as camera:
        page._source.choose(camera.address)
        drive.until(lambda: page.session.stage == "running" and page.showing.newest is not None)
        camera.mode = "close"
        drive.until(lambda: page.session.stage == "lost")
        assert "Kith tries again until it is back" in page.video.accessibleDescription()
        assert not page.video.image.isNull(), "the last picture stays"
        assert drive.button("Stop").isVisible()
        camera.mode = "run"
        drive.until(lambda: page.session.stage == "running")
        drive.until(lambda: page.video.lost is None)
        camera.mode = "stall"
        drive.until(lambda: page.session.stage == "lost")
        drive.press("Stop")
        drive.until(lambda: page.session.stage == "idle")
        camera.mode = "run"
        drive.press("Start")
        drive.until(lambda: page.session.stage == "running", 5_000)
        camera.mode = "freeze"
        drive.until(lambda: page.session.stage == "lost")
        page._source.choose(street)
        drive.until(lambda: page.session.stage == "running" and page.bar.isVisible(), 5_000)


def test_a_video_is_paused_repeated_sped_up_and_sought(drive: Driver, street: str) -> None:
    page = live(drive)
    page._source.choose(street)
    drive.until(lambda: page.session.stage == "running" and page.showing.newest is not None)
    assert page.bar.isVisible()
    assert page.session.seconds == pytest.approx(4.2, abs=0.05)
    QTest.keyClick(page.video, Qt.Key.Key_L)
    drive.press("Pause")
    drive.until(lambda: page.bar.how.paused)
    page.bar.seek(3.0)
    drive.until(lambda: page.showing.newest is not None and abs(page.showing.newest.time - 3.0) < 0.1)
    number = page.showing.newest.number  # type: ignore[union-attr]
    QTest.qWait(300)
    assert page.showing.newest.number == number, "it stands still"  # type: ignore[union-attr]
    page.bar._speed.setCurrentIndex(3)
    page.bar._choose_speed()
    QTest.keyClick(page.video, Qt.Key.Key_P)
    drive.until(lambda: page.showing.newest is not None and page.showing.newest.time < 2.0)
    assert page.session.stage == "running", "it began again after its end"


def test_who_is_not_somebody_is_not_called_so_again_until_undone(known: Driver, blair: str) -> None:
    page = watch_again_and_again(known, blair)
    known.until(lambda: named(page, "Tony Blair"))
    page.video.setFocus()
    QTest.keyClick(page.video, Qt.Key.Key_Tab)
    QTest.keyClick(page.video, Qt.Key.Key_N)
    known.until(lambda: page.video.faces and not named(page, "Tony Blair"))
    assert "not Tony Blair" in known.window.context.notices.text
    page._toggle.click()
    page._toggle.click()  # another run, whose tracks are others
    known.until(lambda: page.session.stage == "running" and page.sightings.listed())
    assert not named(page, "Tony Blair")
    known.window.undo()
    known.until(lambda: named(page, "Tony Blair"))


def test_an_ignored_face_has_a_faint_outline_alone_until_it_is_taken_back(known: Driver, blair: str) -> None:
    page = watch_again_and_again(known, blair)
    known.until(lambda: named(page, "Tony Blair"))
    known.window.resize(1024, 640)
    click_first_face(known, page)
    assert page.rect().contains(page.popover.geometry())
    assert page.popover.height() >= page.popover.sizeHint().height()
    QTest.keyClick(page.popover, Qt.Key.Key_I)
    assert page.popover.track is None
    [mark] = [page.video._mark(face, page.video.on_widget(face.box)) for face in page.video.faces]
    assert (mark.faint, mark.title) == (True, "")
    page._panel.refresh()
    assert page.sightings.listed() == []
    assert known.button("Take 1 ignored face back").isVisible()
    click_first_face(known, page)
    known.press("Take back", page.popover)
    assert [one.title for one in page.sightings.listed()] == ["Tony Blair"]


def test_who_left_is_enrolled_from_their_row_and_somebody_known_is_opened(
    known: Driver, faces: Path, tmp_path: Path
) -> None:
    stranger = write_clip(tmp_path / "colin.avi", photos_of(faces, "Colin_Powell")[4:5], 4)
    page = live(known)
    page._source.choose(stranger)
    known.until(lambda: [one.title for one in page.sightings.listed()] == ["Unknown 1"])
    known.until(lambda: page.session.stage == "ended")
    page._panel.refresh()
    [row] = [one for one in page._panel._earlier._rows if one.isVisible()]
    known.click(row)
    known.until(page.popover.isVisible)
    known.type(page.popover.field, "Colin")
    known.press("Enrol", page.popover)
    known.until(lambda: [one.title for one in page.sightings.gone()] == ["Colin"])
    known.until(lambda: known.window.context.people.find("Colin"))
    page._panel.refresh()
    known.click(row)
    people = known.window.page("people")
    assert isinstance(people, PeoplePage)
    known.until(people.person.isVisible)


def test_a_frozen_picture_stands_and_its_faces_can_be_named(drive: Driver, blair: str) -> None:
    page = watch_again_and_again(drive, blair)
    drive.until(lambda: page.sightings.listed())
    page.video.setFocus()
    QTest.keyClick(page.video, Qt.Key.Key_Z)
    assert "Frozen" in page.video.frozen
    shown, newest = page.video.image.cacheKey(), page.showing.newest
    drive.until(lambda: page.showing.newest is not newest)
    assert page.video.image.cacheKey() == shown
    click_first_face(drive, page)
    drive.type(page.popover.field, "Tony")
    drive.press("Enrol", page.popover)
    drive.until(lambda: "Tony" in [one.title for one in page.sightings.listed()])
    drive.press("Go on")
    drive.until(lambda: page.video.image.cacheKey() != shown and named(page, "Tony"))
    page.video.setFocus()
    QTest.keyClick(page.video, Qt.Key.Key_Z)
    page.bar.toggle_loop()
    drive.until(lambda: page.session.stage == "ended")
    assert page.video.isVisible()
    assert "the video has ended" in page.video.frozen
    drive.press("Go on")
    assert not page.video.isVisible()
    assert drive.button("Start again").isVisible()


def test_a_mirror_is_remembered_for_its_source_and_labels_stay_readable(
    known: Driver, blair: str, street: str
) -> None:
    page = watch_again_and_again(known, blair)
    known.until(lambda: named(page, "Tony Blair"))
    box = page.video.faces[0].box
    before = page.video.on_widget(box)
    QTest.keyClick(page.video, Qt.Key.Key_M)
    after = page.video.on_widget(box)
    place = page.video.place()
    assert after.left() - place.left() == pytest.approx(place.right() - before.right(), abs=1)
    page._source.choose(street)
    assert not page.video.mirrored
    page._source.choose(blair)
    assert page.video.mirrored


def test_faces_without_a_name_are_blurred_for_good_in_all_that_is_shown(
    drive: Driver, blair: str, tmp_path: Path
) -> None:
    page = watch_again_and_again(drive, blair)
    drive.until(lambda: page.sightings.listed())
    QTest.keyClick(page.video, Qt.Key.Key_Z)
    sharp, face = page.video.image, page.video.faces[0]
    QTest.keyClick(page.video, Qt.Key.Key_B)
    page._snapshot.take()
    assert seen_in(sharp, tmp_path) == 1
    for picture in (page.video.image, page._snapshot._plain, page._snapshot._drawn):
        assert seen_in(picture, tmp_path) == 0
        assert page.video.image.size() == sharp.size()
    assert page.video.face(face.track) is not None, "the face itself is known"
    drive.press("Go on")
    shown = page.video.image.cacheKey()
    drive.until(lambda: page.video.image.cacheKey() != shown)
    assert seen_in(page.video.image, tmp_path) == 0


def test_a_camera_that_gives_another_size_than_was_chosen_is_told_of(drive: Driver) -> None:
    page = live(drive)
    for given, shown in (((640, 480), True), ((1920, 1080), False)):
        page.tiles.watch("0#1920x1080@30", "Desk")
        state = LiveState("running", "0#1920x1080@30", size=given)
        drive.shell.bridge.live_state.emit(state)  # as the engine would if there were a camera
        assert page._given.isVisible() is shown
        assert page._given.text() == f"{given[0]} x {given[1]}"
        page.tiles.stop()
        assert not page._given.isVisible()


def seen_in(picture: QImage, folder: Path) -> int:
    """Faces that the real detector and recogniser make out in a picture."""
    from app.services.photos.reading import read_picture
    from app.services.workspace import Workspace

    path = folder / "seen.png"
    assert picture.save(str(path), "PNG")  # type: ignore[call-overload]
    workspace = Workspace.open(folder / "other", device="cpu")
    found = read_picture(workspace.reader(), path).faces
    read = workspace.reader().read(found)
    workspace.close()
    return sum(face.reading is not None and face.reading.recognisable for face in read)
