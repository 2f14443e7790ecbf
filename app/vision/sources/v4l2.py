"""What pictures a camera says it can give, asked of Video4Linux: encodings, sizes, pictures a second.

The driver answers to each index of a list until there is no further one (linux/videodev2.h).
"""

import os
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.domain.source import Mode

_FORMAT = struct.Struct("=III32sII12x")
"""index, type, flags, description, encoding: v4l2_fmtdesc."""
_SIZE = struct.Struct("=III6I8x")
"""index, encoding, kind, width and height, or least, most and step of each: v4l2_frmsizeenum."""
_INTERVAL = struct.Struct("=5I6I8x")
"""index, encoding, width, height, kind, seconds as a fraction, or the shortest first: v4l2_frmivalenum."""
_CAPTURE = 1
_DISCRETE = 1
_USUAL = ((640, 480), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))
"""Sizes that are offered of a camera that can give any."""
_MOST = 256
"""Entries of a list after which a driver is not believed that there are more."""

Ioctl = Callable[[int, int, bytearray], object]
"""Asks a device; raises OSError where there is no answer."""


def _code(number: int, layout: struct.Struct) -> int:
    """A request that is written and read: _IOWR('V', number, layout)."""
    return 3 << 30 | layout.size << 16 | ord("V") << 8 | number


ENUM_FORMATS, ENUM_SIZES, ENUM_INTERVALS = _code(2, _FORMAT), _code(74, _SIZE), _code(75, _INTERVAL)


@dataclass(frozen=True, slots=True)
class Offer:
    """A mode in one of the encodings that a camera has it in, by its four letters as a number."""

    encoding: int
    mode: Mode


def offers_of(device: str | Path) -> list[Offer]:
    """What a device says it can give; nothing on another system, of no device, or if it does not answer."""
    if not sys.platform.startswith("linux"):
        return []
    import fcntl

    with suppress(OSError):
        opened = os.open(device, os.O_RDWR | os.O_NONBLOCK)
        try:
            return offers(opened, fcntl.ioctl)
        finally:
            os.close(opened)
    return []


def offers(opened: int, ioctl: Ioctl) -> list[Offer]:
    """What an open device says it can give.

    Args:
        opened: Its descriptor.
        ioctl: Asks it.
    """
    found = []
    for _, _, _, _, encoding, _ in _answers(opened, ioctl, ENUM_FORMATS, _FORMAT, _CAPTURE):
        for _, _, kind, *room in _answers(opened, ioctl, ENUM_SIZES, _SIZE, encoding):
            for width, height in _sizes(kind, room):
                asked = (encoding, width, height)
                for *_, upper, lower, _, _, _, _ in _answers(
                    opened, ioctl, ENUM_INTERVALS, _INTERVAL, *asked
                ):
                    if upper:
                        found.append(Offer(encoding, Mode(width, height, round(lower / upper, 2))))
    return found


def _answers(
    opened: int, ioctl: Ioctl, request: int, layout: struct.Struct, *asked: int
) -> Iterator[tuple[int, ...]]:
    """The entries of a list, of which the device is told the index and what is asked."""
    for index in range(_MOST):
        entry = bytearray(layout.size)
        struct.pack_into(f"={1 + len(asked)}I", entry, 0, index, *asked)
        try:
            ioctl(opened, request, entry)
        except OSError:
            return
        yield layout.unpack(entry)


def _sizes(kind: int, room: list[int]) -> list[tuple[int, int]]:
    """One size, or those of the usual ones that lie between the least and the most."""
    if kind == _DISCRETE:
        return [(room[0], room[1])]
    least_w, most_w, step_w, least_h, most_h, step_h = room
    return [
        (width, height)
        for width, height in _USUAL
        if least_w <= width <= most_w and (width - least_w) % max(1, step_w) == 0
        if least_h <= height <= most_h and (height - least_h) % max(1, step_h) == 0
    ]
