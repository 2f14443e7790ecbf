"""How a picture is turned upright, as its tags say."""

import numpy as np
from PIL import Image as PillowImage

from trainer.arrays import Picture
from trainer.pictures.colours import lightest, to_rgb

Area = tuple[int, int, int, int]
"""A part of a picture: left, top, right and bottom, in pixels from its upper left corner."""

_BAND = 4_000_000
"""Pixels that are converted at a time."""

UPRIGHT = {
    2: PillowImage.Transpose.FLIP_LEFT_RIGHT,
    3: PillowImage.Transpose.ROTATE_180,
    4: PillowImage.Transpose.FLIP_TOP_BOTTOM,
    5: PillowImage.Transpose.TRANSPOSE,
    6: PillowImage.Transpose.ROTATE_270,
    7: PillowImage.Transpose.TRANSVERSE,
    8: PillowImage.Transpose.ROTATE_90,
}
"""What turns a picture upright, by its EXIF orientation."""
_ORIENTATION = 0x0112


def orientation(picture: PillowImage.Image) -> int:
    """The orientation tag; 1, which is upright, where it is damaged or means nothing."""
    try:
        tag = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - metadata only: the pixels are good
        return 1
    return tag if tag in UPRIGHT else 1


def upright(picture: PillowImage.Image, turn: int) -> Picture:
    """Convert a picture to RGB and turn it upright, one band of rows after the other: it may be large."""
    width, height = picture.size
    whole = np.empty((width, height, 3) if turn >= 5 else (height, width, 3), np.uint8)
    white = lightest(picture)
    rows = max(1, _BAND // width)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        band = picture if rows >= height else picture.crop((0, top, width, bottom))
        if turn != 1:
            band = band.transpose(UPRIGHT[turn])
        there = slice(height - bottom, height - top) if turn in (3, 4, 6, 7) else slice(top, bottom)
        whole[(slice(None), there) if turn >= 5 else there] = np.asarray(to_rgb(band, white))
    return whole


def stored_area(area: Area, turn: int, width: int, height: int) -> Area:
    """Where a part of the upright picture lies as the picture is stored.

    Args:
        area: Of the upright picture.
        turn: Its orientation.
        width: Of the picture as it is stored, in the same pixels.
        height: Of the same.
    """
    left, top, right, bottom = area
    return _mirrored((top, left, bottom, right) if turn >= 5 else area, turn, width, height)


def upright_area(area: Area, turn: int, width: int, height: int) -> Area:
    """The other way round: where a part of the stored picture lies once that is upright."""
    left, top, right, bottom = _mirrored(area, turn, width, height)
    return (top, left, bottom, right) if turn >= 5 else (left, top, right, bottom)


def _mirrored(area: Area, turn: int, width: int, height: int) -> Area:
    left, top, right, bottom = area
    if turn in (2, 3, 7, 8):
        left, right = width - right, width - left
    if turn in (3, 4, 6, 7):
        top, bottom = height - bottom, height - top
    return left, top, right, bottom
