"""Which cameras this computer has."""

import os
import platform
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from app.core.text import Text, quote, say
from app.domain.source import Mode, Source

_PROBED = 4
"""Camera numbers tried where the system keeps no list."""
_LINKS = ("by-id", "by-path")
"""Names that devices have again when they are plugged in anew: by maker and serial number, else by socket."""


Modes = Callable[[Path], tuple[Mode, ...]]
"""What the camera at a device says it can give."""


def modes_of(device: Path) -> tuple[Mode, ...]:
    """What the camera at a device says it can give, the largest and fastest first."""
    from app.vision.sources.v4l2 import offers_of

    return tuple(sorted({one.mode for one in offers_of(device)}, reverse=True))


def cameras(system: Path = Path("/"), modes: Modes = modes_of) -> list[Source]:
    """List cameras by their names. Where the system keeps no list, each number is tried (seconds).

    Args:
        system: Below which `dev` and `sys` lie.
        modes: Asks a device.
    """
    listed = system / "sys/class/video4linux"
    if listed.is_dir():
        return _told_apart(list(_listed(listed, system / "dev", modes)))
    if platform.system() == "Linux":  # there never was one
        return []
    return [
        Source(str(number), say("Camera {number}", number=number))
        for number in range(_PROBED)
        if _opens(number)
    ]


def _listed(listed: Path, devices: Path, modes: Modes) -> Iterator[Source]:
    """Cameras by the kernel's list; of a camera's several devices only the one that gives pictures."""
    lasting = _lasting(devices)
    for device in sorted(listed.glob("video*"), key=lambda path: int(re.sub(r"\D", "", path.name) or 0)):
        try:
            if (device / "index").read_text().strip() != "0":
                continue
            name: Text = quote((device / "name").read_text().strip())
        except OSError:  # unplugged meanwhile
            continue
        if "/devices/virtual/" in os.path.realpath(device):
            name = say("{name} (virtual)", name=name)
        address = lasting.get(device.name, device.name.removeprefix("video"))
        yield Source(address, name, modes(devices / device.name))


def _lasting(devices: Path) -> dict[str, str]:
    """The address of each device that it has again when it is plugged in anew."""
    found: dict[str, str] = {}
    for kind in _LINKS:
        for link in sorted((devices / "v4l" / kind).glob("*")):
            found.setdefault(Path(os.path.realpath(link)).name, f"/dev/v4l/{kind}/{link.name}")
    return found


def _told_apart(sources: list[Source]) -> list[Source]:
    """Number those of the same name."""
    count, seen = Counter(str(source.name) for source in sources), Counter[str]()
    told = []
    for source in sources:
        seen[source.name] += 1
        again = count[source.name] > 1
        name = say("{name} ({number})", name=source.name, number=seen[source.name]) if again else source.name
        told.append(replace(source, name=name))
    return told


def _opens(number: int) -> bool:
    import cv2

    capture = cv2.VideoCapture(number)
    try:
        return bool(capture.isOpened())
    finally:
        capture.release()
