"""Opening a camera, and why it cannot be opened: absent, not permitted, in use, or virtual and not fed."""

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import cv2

from app.core.errors import SourceError
from app.core.text import Text, say
from app.domain.source import Mode, device_of, rate_of, size_of
from app.vision.sources.address import called
from app.vision.sources.v4l2 import Offer, offers_of

_LAST = 2**31 - 1
"""OpenCV takes no larger number."""
_DEVICE = re.compile(r"/dev/video(\d+)")


_USUAL_SIZE, _RATE = (1280, 720), 30
"""Pixels and pictures a second that are asked of a camera; it gives what it can that is nearest."""
_MOTION_JPEG = cv2.VideoWriter.fourcc(*"MJPG")
"""Raw pictures of that size come a few times a second over USB 2."""


def check_camera(text: str) -> None:
    """Look whether a camera is there, without touching it.

    Raises:
        SourceError: It is not.
    """
    number = _number(text)
    if _is_absent(number, Path("/")):
        raise _refused(text, number)


def open_camera(text: str) -> cv2.VideoCapture:
    """Open a camera by its number or the path of its device, perhaps with a mode: 0#1920x1080@30.

    Raises:
        SourceError: It cannot be opened; the text says why, as far as the system tells.
    """
    number = _number(text)
    if number is not None:
        capture = cv2.VideoCapture(number)
        if capture.isOpened():
            wanted = Mode(*(size_of(text) or _USUAL_SIZE), rate_of(text) or _RATE)
            _ask_for(capture, wanted, encoding(wanted, offers_of(f"/dev/video{number}")))
            return capture
        capture.release()
    raise _refused(text, number)


def _refused(text: str, number: int | None) -> SourceError:
    why, remedy = why_not(number)
    return SourceError(say("{path} cannot be opened", path=called(text)), why=why, remedy=remedy)


def _is_absent(number: int | None, system: Path) -> bool:
    """Whether a system that lists its cameras as files lists none of this number."""
    lists = (system / "sys/class/video4linux").is_dir() or (system / "proc").is_dir()
    return number is None or (lists and not (system / f"dev/video{number}").exists())


def encoding(wanted: Mode, offers: Sequence[Offer]) -> int:
    """How pictures of a mode are to come: as Motion JPEG, unless the camera has them in another way alone."""
    fit = [one.encoding for one in offers if one.mode == wanted]
    return _MOTION_JPEG if _MOTION_JPEG in fit or not fit else fit[0]


def _ask_for(capture: cv2.VideoCapture, wanted: Mode, encoded: int) -> None:
    """Ask for a mode; whatever a camera does not have it leaves as it is."""
    capture.set(cv2.CAP_PROP_FOURCC, encoded)
    capture.set(cv2.CAP_PROP_FRAME_WIDTH, wanted.width)
    capture.set(cv2.CAP_PROP_FRAME_HEIGHT, wanted.height)
    capture.set(cv2.CAP_PROP_FPS, wanted.rate)


def why_not(number: int | None, system: Path = Path("/")) -> tuple[Text, Text]:
    """Say why a camera does not open, and what to do.

    Args:
        number: Its number; None where its device is gone.
        system: Below which `dev`, `sys` and `proc` lie.
    """
    listed = system / "sys/class/video4linux"
    device = system / f"dev/video{number}"
    if _is_absent(number, system):
        return say("there is no such camera"), say(
            "Check that it is plugged in; the first camera is number 0"
        )
    if device.exists() and not os.access(device, os.R_OK | os.W_OK):
        return say("the system does not let you use it"), say(
            "Add yourself to the group video and log in anew"
        )
    if holder := _holder(device, system / "proc"):
        return say("{program} uses it", program=holder), say("End that program first")
    if _is_virtual(listed / f"video{number}"):
        return say("it is a virtual camera that nothing feeds"), say("Start the program that feeds it first")
    return say("it does not answer, or another program uses it"), say(
        "Check that it is plugged in and that no other program uses it; the first camera is number 0"
    )


def _number(text: str) -> int | None:
    """The number that the system has for a camera now."""
    device = device_of(text)
    if device.isdecimal():
        return min(int(device), _LAST)
    found = _DEVICE.fullmatch(os.path.realpath(device))
    return int(found[1]) if found else None


def _holder(device: Path, processes: Path) -> str:
    """The program, other than this one, that has a device open; "" if none is seen."""
    wanted = str(device)
    for opened in processes.glob("[0-9]*/fd/*"):
        process = opened.parent.parent
        with suppress(OSError):  # another user's, or gone meanwhile
            if process.name != str(os.getpid()) and str(opened.readlink()) == wanted:
                return (process / "comm").read_text().strip()
    return ""


def _is_virtual(entry: Path) -> bool:
    """Whether a camera of the kernel's list belongs to no device."""
    return "/devices/virtual/" in os.path.realpath(entry)
