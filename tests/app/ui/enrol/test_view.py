"""Enrolling with a video as the camera, on a real engine."""

import os
import re
import signal
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.consent import PURPOSES, years_on
from app.domain.pose import POSES
from app.engine.requests.people import ConsentsOf, ListPeople
from app.ui.enrol.progress_panel import GATES
from app.ui.enrol.view import EnrolView
from app.ui.live.page import LivePage
from app.ui.shell.look_alike import LookAlike
from tests.app.processes import processes
from tests.app.ui.clips import photos_of, write_clip, write_pair, write_turning
from tests.app.ui.conftest import Driver


@pytest.fixture
def blair(faces: Path, tmp_path: Path) -> str:
    """Somebody who looks this way and that; some of it is good for several poses."""
    return write_clip(tmp_path / "blair.avi", photos_of(faces, "Tony_Blair"), 1.5)


def view_of(drive: Driver) -> EnrolView:
    return drive.until(lambda: [one for one in drive.window.findChildren(EnrolView) if one.isVisible()])[0]


@pytest.mark.slow
def test_someone_is_enrolled_from_an_empty_window_and_then_seen_live(drive: Driver, blair: str) -> None:
    page = drive.page("live", LivePage)
    drive.press("Enrol with the camera")
    view = view_of(drive)
    drive.press("Start", view)
    assert "name first" in view.form.hint.text()
    drive.type(view.form.field, "Tony")
    drive.press("Start", view)
    assert "Tony agrees" in view.form.hint.text()
    view.form.agreement.purpose.setCurrentIndex(1)
    view.form.agreement.term.setCurrentIndex(0)
    drive.click(view.form.agreement.words)
    assert view.form.agreement.tick.isChecked()
    drive.press("Start", view)
    assert "camera or another source" in view.form.hint.text()
    view._source.choose(blair)
    assert view.form.hint.isHidden()  # it was followed
    drive.press("Start", view)
    drive.until(lambda: view.progress.has_picture("front"))
    assert "✓" in view.progress.gate("meant")
    assert view.picture.instruction.text()
    assert not view.form.field.isEnabled()
    drive.until(lambda: sum(map(view.progress.has_picture, ("left", "right", "up", "down"))))
    drive.press("Keep these", view)
    drive.until(lambda: view.result)
    assert view._done.heading.text().startswith("Tony is enrolled with")
    (card,) = drive.ask(ListPeople())
    assert (card.name, card.faces > 1) == ("Tony", True)
    (consent,) = drive.ask(ConsentsOf(card.id))
    assert (consent.purpose, consent.until) == (PURPOSES[1], years_on(date.today(), 1))
    assert consent.given_at < card.added_at  # and so before the first view
    drive.press("See them live", view)
    drive.until(lambda: drive.window.shown == "live")
    drive.until(lambda: any(face.name == "Tony" for face in page.video.faces))
    drive.window.go("people", "enrol", "Tony")
    assert "Add views of Tony" in view._title.text()
    assert "known already" in view.form._known.text()
    view.form.agreement.tick.setChecked(True)
    drive.press("Start", view)
    drive.until(lambda: view.progress.has_picture("front"))
    drive.press("Keep these", view)
    assert view._enrolment is not None
    assert drive.window.page("people").tells() == {view._enrolment.job}  # told here, not in the rail, too
    drive.until(lambda: view._testing)
    assert drive.ask(ListPeople())[0].faces > card.faces  # they are stored
    assert {view.progress.gate(gate) for gate in GATES} == {"–"}  # noqa: RUF001 - nothing is judged
    drive.press("Skip the test", view)
    drive.until(lambda: view.result)
    assert re.fullmatch(r"Added \d+ views? of Tony", view._done.heading.text())


@pytest.mark.slow
def test_somebody_who_turns_their_head_as_asked_is_enrolled_by_itself(
    drive: Driver, faces: Path, tmp_path: Path
) -> None:
    drive.window.go("people", "enrol", "Tony")
    view = view_of(drive)
    photos = photos_of(faces, "Tony_Blair")
    view._source.choose(write_turning(tmp_path / "turns.avi", photos[1], after=photos[2:6]))
    view.form.agreement.tick.setChecked(True)
    drive.press("Start", view)
    drive.until(lambda: view.result)
    assert all(map(view.progress.has_picture, POSES))
    assert view.result is not None
    assert view.result.accepted >= len(POSES)
    assert view.result.test is not None
    assert view.result.test.done
    assert "further frames" in view._done.sentence.text()
    assert view._more.isVisible() is view.result.test.weak


@pytest.mark.slow
@pytest.mark.logs_errors("the engine died exit_code=-9")
def test_leaving_cancels_and_what_goes_wrong_is_told(drive: Driver, blair: str, tmp_path: Path) -> None:
    heard: list[str] = []
    drive.window.go("people", "enrol")
    view = view_of(drive)
    view.cancelled.connect(lambda: heard.append("cancelled"))
    view._source.choose(str(tmp_path / "none.mp4"))

    def begin() -> None:
        drive.window.go("people", "enrol", "Tony")
        view.form.agreement.tick.setChecked(True)
        drive.press("Start", view)

    begin()
    drive.until(lambda: view._problem.isVisible())
    assert "no video file" in str(view._problem.error)
    assert drive.button("Choose another source", view).isEnabled()
    view._source.choose(blair)
    drive.press("Try again", view)
    drive.until(lambda: view.progress.has_picture("front"))
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert heard == ["cancelled"]
    assert view._enrolment is None
    begin()
    drive.until(lambda: view.progress.has_picture("front"))
    drive.window.go("activity")
    assert view._enrolment is None
    assert drive.ask(ListPeople()) == ()
    begin()
    drive.until(lambda: view.progress.has_picture("front"))
    os.kill(processes(drive.token, "app.engine.host")[0], signal.SIGKILL)
    drive.until(lambda: view._problem.isVisible())
    assert view.form.field.text() == "Tony"
    drive.press("Try again", view)
    drive.until(lambda: view.progress.has_picture("front"))
    drive.press("Cancel", view)
    assert view._enrolment is None


@pytest.mark.parametrize("by_key", [True, False])
def test_of_two_before_the_camera_the_user_picks_one(
    known: Driver, faces: Path, tmp_path: Path, by_key: bool
) -> None:
    tony, hugo = photos_of(faces, "Tony_Blair")[1], photos_of(faces, "Hugo_Chavez")[9]
    known.window.go("people", "enrol", "Noor")
    view = view_of(known)
    view._source.choose(write_pair(tmp_path / "pair.avi", tony, hugo))
    view.form.agreement.tick.setChecked(True)
    known.press("Start", view)
    known.until(lambda: "Which one is Noor?" in view.picture.instruction.text())
    assert "✗" in view.progress.gate("meant")
    assert not view.form.keep.isEnabled()

    def pick() -> bool:  # again, where the machine was too busy to know which frame is meant
        if by_key:
            QTest.keyClick(view, Qt.Key.Key_2)
        else:
            (_, (_, box)) = view.picture._several()
            known.click(view.picture, box.center().toPoint())
        QTest.qWait(200)
        return view.progress.has_picture("front")

    known.until(pick)
    assert "✓" in view.progress.gate("meant")
    known.press("Keep these", view)
    (question,) = known.until(lambda: known.window.findChildren(LookAlike))
    assert "looks like Hugo Chavez" in question.windowTitle()
    known.press("Cancel", question)
