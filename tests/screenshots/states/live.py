"""Live view."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import islice

import numpy as np
from PIL import Image as PillowImage
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.arrays import Image
from app.domain.decision import State
from app.domain.live import LiveFace
from app.engine.requests.settings import GetSettings, SetSettings
from app.ui.live.page import LivePage
from app.vision.image_io import load
from app.vision.sources import VideoSource
from tests.app.mjpeg import network_camera
from tests.app.scenes import in_a_hand
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
    yield from popovers(stage, page)
    yield from views(stage, page)
    QTest.keyClick(page.video, Qt.Key.Key_F)
    stage.alone = page.enlarger.window
    yield "full-screen"
    stage.alone = None
    page.enlarger.leave()
    page.bar.toggle_loop()
    page.session.stop()
    yield "rest"
    watch(stage, str(material.short))
    stage.until(lambda: page.session.stage == "ended")
    yield "ended"
    yield from pictures(stage, material)
    yield from lost(stage, material)
    yield from portrait(stage, material)
    yield from tiles(stage, material)
    page._source.choose("/nowhere/holiday.mp4")
    stage.until(lambda: page.session.stage == "failed")
    yield "failed"


def popovers(stage: Stage, page: LivePage) -> Iterator[str]:
    """What can be said of a face of each state."""
    for state in State:
        stage.until(partial(_of, page, state))
        page.asking.about_track(_of(page, state)[0].track)
        yield f"popover-{state.value}"
        page.popover.close_it()
    ignored = _of(page, State.UNKNOWN)[0]
    page.sightings.ignored.add(ignored)
    page.asking.about_track(ignored.track)
    yield "popover-ignored"
    page.popover.close_it()
    stage.settle(700)
    yield "ignored"
    page.sightings.take_all_back()


def views(stage: Stage, page: LivePage) -> Iterator[str]:
    """The picture as it can be shown otherwise."""
    page.video.setFocus()
    for key, name in ((Qt.Key.Key_Z, "frozen"), (Qt.Key.Key_M, "mirrored"), (Qt.Key.Key_B, "blurred")):
        QTest.keyClick(page.video, key)
        stage.settle(700)
        yield name
        QTest.keyClick(page.video, key)


def pictures(stage: Stage, material: Material) -> Iterator[str]:
    """A print of somebody known, held before the camera."""
    photo = load(next(iter(material.people.values()))[0])
    with network_camera() as camera:
        camera.rate = 10
        camera.pictures = [_jpeg(in_a_hand(photo, seed)) for seed in range(40)]
        for mode in ("warn", "require"):
            stage.ask(SetSettings(replace(stage.ask(GetSettings()), liveness=mode)))
            page = watch(stage, camera.address)
            stage.until(partial(_pictures, page))
            stage.settle(700)
            yield f"picture-{mode}"
            page.session.stop()
    stage.ask(SetSettings(replace(stage.ask(GetSettings()), liveness="off")))


def portrait(stage: Stage, material: Material) -> Iterator[str]:
    """A source that is higher than wide, which does not answer at first."""
    with network_camera() as camera, VideoSource(str(material.camera)) as video:
        camera.mode = "stall"
        page = stage.page("live", LivePage)
        page._source.choose(camera.address)
        yield "starting"
        camera.rate = 10
        frames = [frame.image for frame in islice(video, 40)]
        wide = frames[0].shape[0] * 9 // 16
        camera.pictures = [_jpeg(np.ascontiguousarray(frame[:, :wide])) for frame in frames]
        camera.mode = "run"
        page._source.choose(camera.address)
        stage.until(lambda: page.session.stage == "running" and page.video.image.width() == wide)
        stage.settle(700)
        yield "portrait"
        page.session.stop()


def tiles(stage: Stage, material: Material) -> Iterator[str]:
    """Two, then four sources side by side, of which one is lost and one is no video."""
    page = watch(stage, str(material.camera))
    page.bar.toggle_loop()
    page._source.add(str(material.short), "Hall")
    stage.until(lambda: page.session.stage == "running")
    page.bar.toggle_loop()
    stage.until(lambda: [bool(one.video.faces) for one in page.tiles.all] == [True, True])
    stage.settle(700)
    yield "tiles-two"
    with network_camera() as camera:
        page._source.add(camera.address, "Yard")
        stage.until(lambda: page.session.stage == "running" and page.showing.newest is not None)
        camera.mode = "stall"
        stage.until(lambda: page.session.stage == "lost")
        page._source.add("/nowhere/holiday.mp4")
        stage.until(lambda: page.session.stage == "failed")
        stage.settle(700)
        yield "tiles-four"
        page.tiles.enlarge(page.tiles.all[0])
        page.tiles.turn_to(page.tiles.all[0])
        stage.settle(700)
        yield "tiles-one-large"
        while page.tiles.several:
            page.tiles.close_one(page.tiles.all[-1])


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
    stage.until(lambda: page.session.stage in ("running", "ended") and page.showing.newest is not None)
    return page


def _faces(page: LivePage) -> tuple:  # type: ignore[type-arg]
    return page.showing.newest.faces if page.showing.newest is not None else ()


def _pictures(page: LivePage) -> list[LiveFace]:
    return [face for face in _faces(page) if face.spoofed]


def _of(page: LivePage, state: State) -> list[LiveFace]:
    return [face for face in _faces(page) if face.state is state]
