"""The only way a picture comes in, for training and for whoever uses what was trained.

Pillow decodes it, with a list of allowed formats and limits that are checked before any pixel is decoded;
out comes upright RGB uint8, HxWx3. Neither paths nor a user's bytes ever reach OpenCV's decoders: those fail
on non-ASCII paths, know no limits and ignore alpha, profiles and most orientations.

A JPEG can be decoded at a half, a quarter or an eighth of its size, at a fraction of the time and memory.
"""

import io
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, TypeVar

import numpy as np
import numpy.typing as npt
from PIL import (  # those that are not named register a format
    AvifImagePlugin,  # noqa: F401
    JpegImagePlugin,
    MpoImagePlugin,  # noqa: F401
    PngImagePlugin,
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
    features,
)
from PIL import Image as PillowImage

from trainer.arrays import Picture
from trainer.errors import PictureError
from trainer.pictures import kinds, raw
from trainer.pictures.colours import as_stored
from trainer.pictures.exif import Tags, place, taken
from trainer.pictures.files import read_bytes
from trainer.pictures.sizes import bytes_beside, check_buffered, reduce, too_many_pixels
from trainer.pictures.turning import Area, orientation, stored_area, upright, upright_area
from trainer.text import NOTHING, Text, quote, say

Answer = TypeVar("Answer")
Floats = npt.NDArray[np.floating[Any]]
Room = Callable[[int], AbstractContextManager[object]]
"""Waits until there is room for so many bytes, and holds it while a picture is decoded."""

MAX_OWN_SIDE = 512
"""Pixels along a side of what Kith itself wrote."""

_LARGE = 100_000_000
"""Bytes that a picture takes while it is decoded, above which it is decoded alone in its process."""
_ONE_LARGE = threading.Lock()

PillowImage.preinit()  # with the plugins imported above, all that `_open` below is held to
_FORMATS = ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM"]
_KINDS = {"JPEG", "PNG", "WebP", "TIFF", "BMP", "GIF", "PGM"}
_USE = say("Use JPEG, PNG, WebP, TIFF, BMP, GIF, PGM, HEIC or AVIF")
if features.check("avif"):
    _FORMATS.append("AVIF")
    _KINDS.add("AVIF")
try:
    import pi_heif
except ImportError:  # there is no wheel for this system
    pass
else:
    pi_heif.register_heif_opener()
    _FORMATS.append("HEIF")
    _KINDS.add("HEIC")

_JPEG_ENDS = (b"\xff\xd9", b"\x5a\x33\xc5\x96" * 16 + b"\xff\xd9")
"""Two ways in which a JPEG that breaks off may be ended: at once, or with something that means nothing."""
_UNTOLD = Tags(1, None)


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A picture's pixels or a part of them, perhaps at a fraction of its size.

    Attributes:
        image: Upright RGB uint8, HxWx3.
        width: Of the picture at its full size, upright, in pixels.
        height: Of the same.
        scale: Pixels at full size to one of `image`, along each side: 1, 2, 4 or 8.
        shift: Where at full size the upper left corner of `image` lies, as (x, y) in pixels: 0, or up to
            `scale` - 1 pixels outside, as sizes are rounded up; of a part, where that begins.
        turn: How it was turned upright: its EXIF orientation, 1 to 8, where 1 is not at all.
        tags: What its tags say.
    """

    image: Picture
    width: int
    height: int
    scale: int = 1
    shift: tuple[int, int] = (0, 0)
    turn: int = 1
    tags: Tags = _UNTOLD

    def at_full_size(self, points: Floats) -> Floats:
        """Where points (N, 2) of `image`, as x and y in pixels from its corner, lie at full size."""
        return points * self.scale + np.asarray(self.shift, points.dtype)

    def within(self, points: Floats) -> Floats:
        """The other way round: where points (N, 2) at full size lie in `image`."""
        return (points - np.asarray(self.shift, points.dtype)) / self.scale


def load(path: Path) -> Picture:
    """Read a picture as upright RGB uint8, HxWx3.

    Orientation tags are applied, 16-bit pictures are scaled to 8, transparency is laid over white, palettes
    and CMYK become RGB (through the embedded profile where there is one), and of an animation the first
    frame counts.

    Raises:
        PictureError: The file is missing, empty, too large, damaged or not a picture; the text says which.
    """
    return decode(read_bytes(path))


def decode(data: bytes) -> Picture:
    """Decode a picture's bytes; see `load`. A JPEG of more than `sizes.MAX_PIXELS` comes smaller.

    Raises:
        PictureError: They are damaged, too many pixels, or not a picture.
    """
    return decode_at(data).image


def _alone(cost: int) -> AbstractContextManager[object]:
    return _ONE_LARGE if cost > _LARGE else nullcontext()


def decode_own(data: bytes) -> Picture:
    """Decode a small picture that Kith itself wrote, such as a stored face; what else it may be is refused.

    Raises:
        PictureError: It is damaged, or larger or of another kind than what Kith writes.
    """
    with _plain_errors(data), _open(io.BytesIO(data), data) as picture:
        foreign = picture.format not in {"PNG", "JPEG"} or "progressive" in picture.info
        if foreign or max(picture.size) > MAX_OWN_SIDE:
            raise _damaged(say("it is none that Kith wrote"))
        return np.ascontiguousarray(picture.convert("RGB"), np.uint8)


def decode_at(data: bytes, longest: int | None = None, room: Room = _alone) -> Decoded:
    """Decode a picture no larger than needed; see `load`. Of a camera's raw file it is the preview in it.

    Args:
        data: The file's bytes.
        longest: Pixels that the longer side must have at least. A JPEG is decoded at the smallest of 1/1,
            1/2, 1/4 and 1/8 of its size that has them; other formats come whole, and so does a smaller
            picture. Without it a JPEG comes as large as `sizes.MAX_PIXELS` allow.
        room: Is asked before pixels are decoded.

    Raises:
        PictureError: As `decode` does.
    """
    return _decode(data, longest, room, None)[0]


def decode_parts(data: bytes, parts: Sequence[Area], room: Room = _alone) -> list[Decoded]:
    """Decode parts of a picture, as large as `decode` gives the whole: handing all its pixels on takes longer
    than decoding them.

    Args:
        data: The file's bytes.
        parts: One at least, each in pixels of the upright picture at full size; what lies outside is left
            out.
        room: As for `decode_at`.

    Raises:
        PictureError: As `decode` does.
    """
    return _decode(data, None, room, parts)


def _decode(data: bytes, longest: int | None, room: Room, parts: Sequence[Area] | None) -> list[Decoded]:
    """Parts of a picture, or it as a whole."""
    with _plain_errors(data):
        shown = raw.shown(data) if raw.is_raw(data) else data
        if not isinstance(shown, bytes):
            return _cut(shown, parts)
        try:
            found = _shown(shown, longest, room, parts)
        except OSError:
            if not shown.startswith(kinds.JPEG_START) or not _lacks_only_its_end(shown):
                raise
            found = _shown(shown + _JPEG_ENDS[0], longest, room, parts)
        said = _tags(shown)
        return [replace(one, tags=said) for one in found]


def _cut(image: Picture, parts: Sequence[Area] | None) -> list[Decoded]:
    height, width = image.shape[:2]
    areas = [_within(area, width, height) for area in parts or [(0, 0, width, height)]]
    return [
        Decoded(image[top:bottom, left:right], width, height, shift=(left, top))
        for left, top, right, bottom in areas
    ]


def _within(area: Area, width: int, height: int) -> Area:
    """What of a part lies in the picture, at least a pixel."""
    left, top = (min(max(at, 0), side - 1) for at, side in zip(area[:2], (width, height), strict=True))
    return left, top, min(max(area[2], left + 1), width), min(max(area[3], top + 1), height)


def tags(data: bytes) -> Tags:
    """What a picture's tags say of how and when it was taken; decodes no pixel.

    Raises:
        PictureError: It is not a picture.
    """
    with _plain_errors(data):
        shown = raw.shown(data) if raw.is_raw(data) else data
        if not isinstance(shown, bytes):
            return Tags(1, None)
        return _tags(shown)


def _tags(data: bytes) -> Tags:
    with _open(io.BytesIO(data), data) as picture:
        _spare_pixels(picture)
        return Tags(orientation(picture), taken(picture), place(picture))


def look(data: bytes, ask: Callable[[PillowImage.Image, int], Answer]) -> Answer:
    """Return what a function says of a picture whose header is read, but none of its pixels.

    Args:
        data: The file's bytes.
        ask: Is given the opened picture, as it is stored, and how it is turned upright, 1 to 8.

    Raises:
        PictureError: It is not a picture, or is damaged.
    """
    with _plain_errors(data), _open(io.BytesIO(data), data) as picture:
        _spare_pixels(picture)
        return ask(picture, picture.info.get("original_orientation") or orientation(picture))


def _spare_pixels(picture: PillowImage.Image) -> None:
    """Keep Pillow from decoding all of a PNG to look for tags behind its pixels."""
    is_png = isinstance(picture, PngImagePlugin.PngImageFile)
    if is_png and not any("exif" in str(key) for key in picture.info):
        picture.info["exif"] = b""


def _shown(data: bytes, longest: int | None, room: Room, parts: Sequence[Area] | None) -> list[Decoded]:
    with _open(io.BytesIO(data), data) as picture:
        size = picture.size
        buffered = bytes_beside(picture, data)
        scale = reduce(picture, longest)
        pixels = picture.width * picture.height
        check_buffered(size, buffered, pixels)
        with room(buffered + 6 * pixels):
            picture.load()
            turn = orientation(picture)
            stored = as_stored(picture)
            if parts is None:
                areas = [(0, 0, *picture.size)]
            else:
                areas = [_reduced(area, turn, size, scale, picture.size) for area in parts]
            return [_upright_part(stored, area, turn, size, scale) for area in areas]


def _reduced(area: Area, turn: int, size: tuple[int, int], scale: int, reduced: tuple[int, int]) -> Area:
    """Where a part of the upright picture at full size lies in the pixels that were decoded."""
    left, top, right, bottom = stored_area(area, turn, *size)
    return _within((left // scale, top // scale, -(-right // scale), -(-bottom // scale)), *reduced)


def _upright_part(
    stored: PillowImage.Image, area: Area, turn: int, size: tuple[int, int], scale: int
) -> Decoded:
    """A part of the pixels that were decoded, of a picture that is stored at a size."""
    whole = area == (0, 0, *stored.size)
    image = upright(stored if whole else stored.crop(area), turn)
    left, top, right, bottom = (scale * at for at in area)
    x, y, _, _ = upright_area((left, top, right, bottom), turn, *size)
    width, height = size[::-1] if turn >= 5 else size
    return Decoded(image, width, height, scale, (x, y), turn)


def _open(file: IO[bytes], start: bytes) -> PillowImage.Image:
    """Open a picture by how it starts: its size is known, its pixels are not decoded yet."""
    if start.startswith(kinds.JPEG_START):
        return JpegImagePlugin.jpeg_factory(file)  # `open` would hold it to Pillow's own limit
    return PillowImage.open(file, formats=_FORMATS)


def _lacks_only_its_end(data: bytes) -> bool:
    """Whether all of a JPEG is there but its end marker and, at most, a part of its last row of blocks.

    It breaks off where the pixels begin to depend on what is put behind it.
    """
    seen = []
    for end in _JPEG_ENDS:
        with _open(io.BytesIO(data.rstrip(b"\xff") + end), data) as picture:
            assert isinstance(picture, JpegImagePlugin.JpegImageFile)  # noqa: S101 - it starts as one
            buffered = bytes_beside(picture, data)
            tallest = 8 * max(vertical for _, _, vertical, _ in picture.layer)
            scale = reduce(picture, None if buffered else 1)  # coarse scans come first: they may be whole
            seen.append(np.asarray(picture).reshape(picture.height, -1))
    differ = np.flatnonzero((seen[0] != seen[1]).any(axis=1))
    return differ.size == 0 or bool(differ[0] >= len(seen[0]) - -(-tallest // scale))


@contextmanager
def _plain_errors(data: bytes) -> Iterator[None]:
    """Turn what Pillow raises on bad input into errors fit to show."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of what is checked here, and of odd metadata
            yield
    except PillowImage.DecompressionBombError as error:
        raise too_many_pixels(say("over 178 megapixels")) from error
    except UnidentifiedImageError as error:
        raise _unidentified(data) from error
    except PictureError:
        raise
    except MemoryError as error:
        raise PictureError(
            say("the picture takes more memory than it may"), remedy=say("Save a smaller copy and use that")
        ) from error
    except Exception as error:  # Pillow's plugins raise nearly anything on damaged files
        raise _damaged(quote(str(error).strip().rstrip("."))) from error


def _unidentified(data: bytes) -> PictureError:
    """Say what the bytes are, if not a picture that can be read."""
    kind, use = kinds.by_content(data[: kinds.HEAD]), _USE
    if kind == "HEIC" and kind not in _KINDS:
        why, use = (
            say("the package pi-heif is missing, which reads HEIC"),
            say("Install it: pip install pi-heif"),
        )
    elif kind in _KINDS:
        return _damaged(NOTHING)
    elif kind == "video":
        why = say("it is a video")
    elif kind is not None:
        why = say("it looks like a {kind} file", kind=kind)
    elif all(byte >= 32 or byte in b"\t\n\r\f" for byte in data[:512]):
        why = say("it holds text, whatever its name says")
    else:
        why = say("its content is of no known kind")
    return PictureError(say("this is not a picture that can be read"), why=why, remedy=use)


def _damaged(why: Text) -> PictureError:
    return PictureError(
        say("the picture is damaged or incomplete"),
        why=why,
        remedy=say("Copy it again from where it came from"),
    )
