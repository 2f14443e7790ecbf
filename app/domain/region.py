"""A person in a picture, as programs for photos tell each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from app.domain.box import Box

_SAME = 0.3
"""Overlap (IoU) of two boxes from which on they may be one face: programs draw them tight or wide."""
_ROUNDED = 1e-4
"""Share of a picture's side by which a place may differ from what was written."""
_INSIDE, _WIDER = 0.75, 6.0
"""Else so much of the smaller one lies in the other, which is at most so many times as large."""


@dataclass(frozen=True, slots=True)
class Region:
    """Somebody who is named in a picture, and where.

    Attributes:
        name: Who.
        area: Where, in fractions of the width and height of the picture; None where only the name is given.
    """

    name: str
    area: Box | None = None


def name_sum(name: str) -> int:
    """What a name is known by where it is not to be kept: its CRC-32."""
    return crc32(name.encode())


@dataclass(frozen=True, slots=True)
class Mark:
    """What Kith wrote of a face into a file, for other programs.

    Attributes:
        area: Of its region, as fractions of the picture as it is stored.
        name: The sum of its name.
        tagged: Whether Kith added the tag with that name, too.
    """

    area: Box
    name: int
    tagged: bool

    def is_of(self, region: Region) -> bool:
        """Whether a region is as it was written."""
        return (
            region.area is not None
            and name_sum(region.name) == self.name
            and all(abs(a - b) < _ROUNDED for a, b in zip(region.area, self.area, strict=True))
        )


def upright(area: Box, turn: int) -> Box:
    """An area of a picture as it is stored, as one of the picture as it is shown; both in fractions.

    Args:
        area: Left, top, width and height.
        turn: The picture's EXIF orientation, 1 to 8.
    """
    x, y, w, h = area
    right, below = 1 - x - w, 1 - y - h
    turned = {
        2: (right, y, w, h),
        3: (right, below, w, h),
        4: (x, below, w, h),
        5: (y, x, h, w),
        6: (below, x, h, w),
        7: (below, right, h, w),
        8: (y, right, h, w),
    }
    return Box(*turned.get(turn, area))


def stored(area: Box, turn: int) -> Box:
    """The other way round: an area of the picture as shown, as one of what is stored."""
    return upright(area, {6: 8, 8: 6}.get(turn, turn))


def pair(first: Sequence[Box], second: Sequence[Box]) -> dict[int, int]:
    """Which boxes are of one face: numbers of `second` by those of `first`, each once, the closest first."""
    close = [
        (overlap, i, j)
        for i, a in enumerate(first)
        for j, b in enumerate(second)
        if (overlap := a.iou(b)) > 0 and (overlap >= _SAME or _is_inside(a, b, overlap))
    ]
    pairs: dict[int, int] = {}
    for _, i, j in sorted(close, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def _is_inside(a: Box, b: Box, overlap: float) -> bool:
    smaller, larger = sorted((a.area, b.area))
    shared = overlap * (a.area + b.area) / (1 + overlap)
    return shared >= _INSIDE * smaller and larger <= _WIDER * smaller
