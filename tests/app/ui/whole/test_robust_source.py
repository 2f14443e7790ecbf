"""A video or camera that goes away while it is watched: words, a way out, and no standing still."""

import os
import shutil
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import cv2
import pytest

from app.ui.enrol.view import EnrolView
from app.ui.live.page import LivePage
from tests.app.ui.clips import photos_of, write_clip
from tests.app.ui.conftest import Driver
from tests.app.ui.whole.robust import Pulse

_PACE = 0.05
_HEAD = b"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n"


class Camera:
    """A camera on the network, of this computer.

    Attributes:
        address: Where it is.
        silent: Set to deliver nothing more while the line stays open.
        gone: Set to close the line.
    """

    def __init__(self, picture: bytes) -> None:
        self.silent, self.gone, self._over = Event(), Event(), Event()
        camera = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
                self.end_headers()
                while not camera.gone.is_set() and not camera._over.wait(_PACE):
                    if not camera.silent.is_set() and not self._send(picture):
                        return

            def _send(self, picture: bytes) -> bool:
                try:
                    self.wfile.write(_HEAD % len(picture) + picture + b"\r\n")
                except OSError:
                    return False  # nobody watches any more
                return True

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/stream"

    def close(self) -> None:
        """Take it away for good."""
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def camera(faces: Path) -> Iterator[Camera]:
    """It sees somebody, again and again."""
    picture: Any = cv2.imread(str(photos_of(faces, "Tony_Blair")[6]))
    made = Camera(cv2.imencode(".jpg", picture)[1].tobytes())
    yield made
    made.close()


def _runs(page: LivePage) -> bool:
    return page.session.stage == "running" and bool(page.video.faces)


def _told(drive: Driver, page: LivePage, words: str) -> None:
    """Wait until it is said what is wrong, with both ways out."""
    drive.until(lambda: page.session.stage == "failed")
    assert words in str(page.session.error)
    for way in ("Try again", "Choose another source"):
        assert drive.button(way, page).isEnabled()


@pytest.mark.slow
def test_a_camera_on_the_network_that_goes_away_is_told_and_used_again(drive: Driver, camera: Camera) -> None:
    page = drive.page("live", LivePage)
    pulse = Pulse()
    page._source.choose(camera.address)
    drive.until(lambda: _runs(page))
    for fault in (camera.gone, camera.silent):
        fault.set()
        drive.until(lambda: page.session.stage == "lost")
        assert camera.address in str(page.session.error)
        fault.clear()
        drive.until(lambda: _runs(page))
    camera.silent.set()
    page._toggle.click()
    assert page.session.stage == "idle"
    camera.silent.clear()
    _enrol_while_it_goes_away(drive, camera)
    assert pulse.longest < 3, "the window stood still"
    camera.silent.set()  # closing, at the end of this test, waits for no camera


def _enrol_while_it_goes_away(drive: Driver, camera: Camera) -> None:
    drive.window.go("people", "enrol", "Tony")
    (view,) = drive.until(lambda: [one for one in drive.window.findChildren(EnrolView) if one.isVisible()])
    view.form.agreement.tick.setChecked(True)
    drive.press("Start", view)
    drive.until(lambda: not view.picture.image.isNull())
    camera.gone.set()
    drive.until(lambda: view._problem.isVisible())
    assert "stopped delivering pictures" in str(view._problem.error)
    camera.gone.clear()
    drive.press("Try again", view)
    drive.until(lambda: view._stack.currentWidget() is view.picture and not view.picture.image.isNull())


@pytest.mark.slow
def test_a_video_that_is_spoilt_or_gone_is_told(drive: Driver, faces: Path, tmp_path: Path) -> None:
    page = drive.page("live", LivePage)
    page._source.choose(str(tmp_path / "none.avi"))
    _told(drive, page, "there is no video file")
    good = Path(write_clip(tmp_path / "good.avi", photos_of(faces, "Tony_Blair")[6:7], 4))
    for spoil in (_cut, _empty, _delete, _replace):
        path = Path(shutil.copy(good, tmp_path / f"{spoil.__name__}.avi"))
        page._source.choose(str(path))
        drive.until(lambda: _runs(page))
        spoil(path)
        drive.until(lambda: page.session.stage in ("ended", "failed"))
        assert drive.button("Choose another source", page).isEnabled()
        if spoil is not _cut:
            drive.press("Start again" if page.session.stage == "ended" else "Try again", page)
            _told(drive, page, path.name)


def _cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 3)


def _empty(path: Path) -> None:
    os.truncate(path, 0)


def _delete(path: Path) -> None:
    path.unlink()


def _replace(path: Path) -> None:
    path.write_bytes(b"no video any more" * 1000)
