"""What the text of a source says."""

import pytest

from app.domain.source import Mode, camera_name, device_of, is_camera, rate_of, size_of

_LINK = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_ABC-video-index0"


@pytest.mark.parametrize(
    ("text", "device", "size"),
    [
        ("0", "0", None),
        ("12#1280x720", "12", (1280, 720)),
        ("/dev/video3", "/dev/video3", None),
        (f"{_LINK}#640x480", _LINK, (640, 480)),
    ],
)
def test_cameras(text: str, device: str, size: tuple[int, int] | None) -> None:
    assert is_camera(text)
    assert (device_of(text), size_of(text)) == (device, size)


@pytest.mark.parametrize("text", ["/dev/shm/street.mp4", "street.mp4", "-1", "rtsp://10.0.0.7/1"])  # noqa: S108
def test_no_cameras(text: str) -> None:
    assert not is_camera(text)
    assert device_of(text) == text


def test_pictures_a_second() -> None:
    mode = Mode(1920, 1080, 29.97)
    assert (size_of(f"0{mode.suffix}"), rate_of(f"0{mode.suffix}")) == ((1920, 1080), 29.97)
    assert device_of(f"{_LINK}{Mode(640, 480, 30.0).suffix}") == _LINK
    assert rate_of("0#640x480") is None
    assert not is_camera("0#640x480@")


@pytest.mark.parametrize("text", ["", "a.mp4", "rtsp://cam/1#1280x720", "0#", "0#1x1", "-1", "film #640x480"])
def test_what_is_no_camera(text: str) -> None:
    assert not is_camera(text)
    assert device_of(text) == text
    assert size_of(text) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0#1280x720", "Camera 0"),
        ("/dev/video3", "Camera video3"),
        (_LINK, "Camera 046d HD Pro Webcam C920 ABC"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert str(camera_name(text)) == name
