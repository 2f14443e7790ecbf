"""A network camera, reached directly."""

from collections.abc import Iterator

import pytest

from tests.app.mjpeg import Camera, network_camera


@pytest.fixture
def camera() -> Iterator[Camera]:
    """A network camera on loopback."""
    with network_camera() as camera:
        yield camera


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
