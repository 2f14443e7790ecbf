"""The window stays in the tray while visits are kept, and only if the user wants that.

A camera is watched, which does not end: a video may, on a busy machine, and then the window closes for good.
"""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.engine.requests.settings import GetSettings, SetSettings
from app.ui.live.page import LivePage
from app.ui.settings.page import SettingsPage
from app.ui.shell import tray
from tests.app.mjpeg import network_camera
from tests.app.ui.conftest import Driver


@pytest.fixture
def camera(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a network camera."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with network_camera() as camera:
        yield camera.address


def _watch(drive: Driver, source: str, *, kept: bool) -> LivePage:
    drive.until(lambda: drive.window.context.people.known)
    drive.ask(SetSettings(replace(drive.ask(GetSettings()), presence=kept)))
    drive.until(lambda: drive.window.context.presence.on is kept)
    page = drive.page("live", LivePage)
    page._source.choose(source)
    drive.until(lambda: page.session.stage == "running")
    return page


@pytest.mark.slow
@pytest.mark.qt_log_ignore("systemTrayWindowChanged")  # of Qt without a screen
def test_it_goes_on_in_the_tray_and_comes_back(
    drive: Driver, camera: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tray, "available", lambda: True)
    settings = drive.page("settings", SettingsPage)
    drive.until(settings.presence.tray.isEnabled)
    settings.presence.tray.click()
    page = _watch(drive, camera, kept=True)
    drive.window.close()
    assert not drive.window.isVisible()
    icon = drive.window.in_tray
    assert icon is not None
    assert icon.shown
    assert page.session.on
    numbers: list[int] = []
    drive.shell.bridge.live_faces.connect(lambda frame: numbers.append(frame.number))
    drive.until(lambda: len(numbers) > 3)
    open_it, quit_it = icon.menu.actions()
    open_it.trigger()
    drive.until(lambda: drive.window.isVisible() and not icon.shown)
    assert page.session.on
    drive.window.close()
    assert icon.shown
    closed: list[bool] = []
    drive.window.closed.connect(lambda: closed.append(True))
    quit_it.trigger()
    drive.until(lambda: closed == [True] and not icon.shown)


@pytest.mark.slow
@pytest.mark.parametrize("missing", ["visits", "wish", "tray"])
def test_it_closes_for_good_where_one_thing_is_missing(
    drive: Driver, camera: str, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.setattr(tray, "available", lambda: missing != "tray")
    tray.want(drive.shell.memory, on=missing != "wish")
    _watch(drive, camera, kept=missing != "visits")
    closed: list[bool] = []
    drive.window.closed.connect(lambda: closed.append(True))
    drive.window.close()
    assert closed == [True]
    assert drive.window.in_tray is None
