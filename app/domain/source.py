"""What can be watched, and that it was lost."""

import re
from dataclasses import dataclass

from app.core.errors import KithError
from app.core.text import Text, say

READER = "camera"
"""The name of the threads that read cameras and streams, any of which may hang in a driver."""


_PLACE = r"\d+|/dev/(?!shm/)[^#]+"  # shared memory is a folder of files like any other
_CAMERA = re.compile(rf"({_PLACE})(?:#(\d{{2,5}})x(\d{{2,5}})(?:@(\d{{1,3}}(?:\.\d{{1,2}})?))?)?", re.ASCII)
_LINK = re.compile(r"/dev/v4l/by-id/(?:usb-)?(.+?)(?:-video-index\d+)?")
_DEVICE = 1


def is_camera(text: str) -> bool:
    """Whether a source is a camera: its number or device, perhaps with a size and pictures a second, as in
    0#1280x720@30."""
    return bool(_CAMERA.fullmatch(text))


def device_of(source: str) -> str:
    """A camera without the size that is asked of it; any other source as it is."""
    camera = _CAMERA.fullmatch(source)
    return camera[_DEVICE] if camera else source


def size_of(source: str) -> tuple[int, int] | None:
    """Width and height in pixels that are asked of a camera, if any are."""
    camera = _CAMERA.fullmatch(source)
    return (int(camera[2]), int(camera[3])) if camera and camera[2] else None


def rate_of(source: str) -> float | None:
    """Pictures a second that are asked of a camera, if any are."""
    camera = _CAMERA.fullmatch(source)
    return float(camera[4]) if camera and camera[4] else None


def camera_name(source: str) -> Text:
    """What to call a camera of which no more than its number or device is known."""
    device = device_of(source)
    link = _LINK.fullmatch(device)
    return say("Camera {number}", number=link[1].replace("_", " ") if link else device.removeprefix("/dev/"))


@dataclass(frozen=True, slots=True, order=True)
class Mode:
    """Pictures that a camera can give: of how many pixels, and how many a second."""

    width: int
    height: int
    rate: float

    @property
    def suffix(self) -> str:
        """What follows a camera's address to ask for it."""
        return f"#{self.width}x{self.height}@{self.rate:g}"


@dataclass(frozen=True, slots=True)
class Source:
    """A camera that can be watched.

    Attributes:
        address: What `StartLive` takes.
        name: As shown.
        modes: What it says it can give, the largest and fastest first; none where it cannot be asked.
    """

    address: str
    name: Text
    modes: tuple[Mode, ...] = ()


@dataclass(frozen=True, slots=True)
class Lost:
    """A camera or stream gives no pictures any more; it is tried again until it does.

    Attributes:
        error: What happened.
        time: Of its last picture, in seconds since the source was opened.
    """

    error: KithError
    time: float
