"""How large a picture may be, and at what fraction of its size a JPEG is decoded.

All of it is asked of a picture whose header alone is read.
"""

from PIL import Image as PillowImage
from PIL import JpegImagePlugin

from trainer.errors import PictureError
from trainer.text import Text, say

MAX_PIXELS = 64_000_000
"""Width times height that is decoded at most. A larger JPEG is decoded at a fraction of its size."""
MAX_JPEG_PIXELS = 1_000_000_000
"""Width times height of a JPEG that is still read."""
MAX_BUFFERED_PIXELS = 250_000_000
"""The same of one whose coefficients must all be held in memory, at two bytes each: a progressive one."""
_MOST_BUFFERED = 800_000_000
"""Bytes that a JPEG's coefficients and pixels may take together."""


def bytes_beside(picture: PillowImage.Image, data: bytes) -> int:
    """Return how many bytes decoding takes beside the pixels.

    Raises:
        PictureError: The picture has too many pixels.
    """
    limit, buffered = MAX_PIXELS, 0
    if isinstance(picture, JpegImagePlugin.JpegImageFile):
        limit = MAX_JPEG_PIXELS
        if _is_buffered(picture, data):
            limit = MAX_BUFFERED_PIXELS
            buffered = _coefficients(picture)
    if picture.width * picture.height > limit:
        raise too_many_pixels(
            say("{width} x {height} pixels", width=picture.width, height=picture.height), limit
        )
    return buffered


def check_buffered(size: tuple[int, int], buffered: int, pixels: int) -> None:
    """Refuse a JPEG whose coefficients and pixels take too much memory together.

    Args:
        size: Its own width and height, in pixels.
        buffered: Bytes of its coefficients; 0 where they are not held.
        pixels: How many are decoded.

    Raises:
        PictureError: They do.
    """
    needed = buffered + 4 * pixels
    if buffered and needed > _MOST_BUFFERED:
        width, height = size
        told = say("{width} x {height} pixels", width=width, height=height)
        raise too_many_pixels(told, width * height * _MOST_BUFFERED // needed)


def _coefficients(picture: JpegImagePlugin.JpegImageFile) -> int:
    """Bytes of all the coefficients of a JPEG, at two each: colours have fewer than the light, mostly."""
    sampled = [across * down for _, across, down, _ in picture.layer]
    most = max(across for _, across, _, _ in picture.layer) * max(down for _, _, down, _ in picture.layer)
    return 2 * picture.width * picture.height * sum(sampled) // max(1, most)


def _is_buffered(picture: JpegImagePlugin.JpegImageFile, data: bytes) -> bool:
    """Whether a JPEG comes in several scans, so that all of it is in memory before the first line is done."""
    assert picture.fp is not None  # noqa: S101 - it was just opened
    after = picture.fp.tell()  # behind the header of the first scan, which ends so if it is of one component
    return "progressive" in picture.info or (
        picture.layers > 1 and data[after - 8 : after - 5] == b"\0\x08\1"
    )


def reduce(picture: PillowImage.Image, longest: int | None) -> int:
    """Make a JPEG decode at a fraction of its size, and return the size's denominator."""
    scale = _denominator(*picture.size, longest)
    if scale == 1 or not isinstance(picture, JpegImagePlugin.JpegImageFile):
        return 1
    drafted = picture.draft(None, (max(1, picture.width // scale), max(1, picture.height // scale)))
    return 1 if drafted is None else picture.decoderconfig[0]


def _denominator(width: int, height: int, longest: int | None) -> int:
    """The largest of 1, 2, 4 and 8 that leaves enough of a picture, but so large that it fits in memory."""
    fitting = [one for one in (1, 2, 4, 8) if width * height <= MAX_PIXELS * one * one]
    enough = [one for one in fitting if longest is not None and -(-max(width, height) // one) >= longest]
    return max(enough, default=fitting[0])


def too_many_pixels(size: Text, limit: int = MAX_PIXELS) -> PictureError:
    """The error of a picture of that size, where so many pixels are read at most."""
    return PictureError(
        say("the picture is too large ({size})", size=size),
        why=say("the limit is {limit} megapixels", limit=limit // 1_000_000),
        remedy=say("Save a smaller copy and use that"),
    )
