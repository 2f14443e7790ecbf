"""Live view."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from PIL import Image as PillowImage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.arrays import Image
from app.domain.decision import State
from app.ui.live.page import LivePage
from app.vision.sources import VideoSource
from tests.app.mjpeg import network_camera
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """The first start."""
    stage.go("live")
    yield "empty"


def full(stage: Stage, material: Material) -> Iterator[str]:
    """A camera with people known and unknown."""
    stage.go("live")
    page = watch(stage, str(material.camera))
    page.bar.toggle_loop()
    stage.until(
        lambda: {face.state for face in _faces(page)} >= set(State) and len(page.sightings.listed()) > 2
    )
    stage.settle(700)  # the list beside the picture follows a few times a second
    yield "running"
    page._ask_who(next(face.track for face in _faces(page) if face.state is State.UNKNOWN))
    yield "popover"
    page.popover.close_it()
    QTest.keyClick(page.video, Qt.Key.Key_F)
    stage.alone = page.enlarger.window
    yield "full-screen"
    stage.alone = None
    page.enlarger.leave()
    page.session.stop()
    page.bar.toggle_loop()
    page.session.play(page.bar.how)
    yield "rest"
    watch(stage, str(material.short))
    stage.until(lambda: page.session.stage == "ended")
    yield "ended"
    yield from lost(stage, material)
    page._source.choose("/nowhere/holiday.mp4")
    stage.until(lambda: page.session.stage == "failed")
    yield "failed"


def lost(stage: Stage, material: Material) -> Iterator[str]:
    """A network camera that freezes."""
    with network_camera() as camera, VideoSource(str(material.camera)) as video:
        camera.rate = 10
        camera.pictures = [_jpeg(frame.image) for frame in islice(video, 40)]
        page = watch(stage, camera.address.replace("//", "//eve:secret@"))
        stage.until(lambda: len(_faces(page)) > 1)
        camera.mode = "freeze"
        stage.until(lambda: page.session.stage == "lost")
        yield "lost"
        page.session.stop()


def _jpeg(image: Image) -> bytes:
    buffer = BytesIO()
    PillowImage.fromarray(image).save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


def watch(stage: Stage, source: str) -> LivePage:
    """Watch a source until the first frame is there."""
    page = stage.page("live", LivePage)
    page._source.choose(source)
    stage.until(lambda: page.session.stage in ("running", "ended") and page._newest is not None)
    return page


def _faces(page: LivePage) -> tuple:  # type: ignore[type-arg]
    return page._newest.faces if page._newest is not None else ()
