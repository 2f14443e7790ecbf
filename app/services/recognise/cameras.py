"""Which cameras this computer has."""

import platform
import re
from pathlib import Path

from app.core.text import quote, say
from app.domain.source import Source

_LINUX = Path("/sys/class/video4linux")
_PROBED = 4
"""Camera numbers tried where the system keeps no list."""


def cameras() -> list[Source]:
    """List cameras, each by its number. Where the system keeps no list, each number is tried (seconds)."""
    if _LINUX.is_dir():
        return _listed()
    if platform.system() == "Linux":  # there never was one
        return []
    return [
        Source(str(number), say("Camera {number}", number=number))
        for number in range(_PROBED)
        if _opens(number)
    ]


def _listed() -> list[Source]:
    """Cameras by the kernel's list; of a camera's several devices only the one that gives pictures."""
    found = []
    for device in sorted(_LINUX.glob("video*"), key=lambda path: int(re.sub(r"\D", "", path.name) or 0)):
        try:
            if (device / "index").read_text().strip() == "0":
                name = (device / "name").read_text().strip()
                found.append(Source(device.name.removeprefix("video"), quote(name)))
        except OSError:  # unplugged meanwhile
            continue
    return found


def _opens(number: int) -> bool:
    import cv2

    capture = cv2.VideoCapture(number)
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()
