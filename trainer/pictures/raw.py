"""Camera raw files, through the preview that the camera put into them, which LibRaw takes out.

Where there is none worth looking at, LibRaw develops the picture, at half its size.
"""

import io
import struct
from typing import TYPE_CHECKING, Any

from PIL import Image as PillowImage

from trainer.arrays import Picture
from trainer.errors import PictureError
from trainer.pictures import kinds
from trainer.text import NOTHING, Text, quote, say

if TYPE_CHECKING:
    import rawpy

_LEAST = 1000
"""Pixels of a preview's longer side, below which the picture itself is developed."""
_LARGEST = 256_000_000
"""Pixels of a picture that is still developed: a quarter of them come out."""
_TURNS = {0: 1, 3: 3, 5: 8, 6: 6}
"""EXIF orientations by LibRaw's code of how a picture is turned upright."""
_ORIENTATION, _REDUCED, _COLOURS, _FURTHER, _DNG = 0x0112, 0x00FE, 0x0106, 0x014A, 0xC612
_TIFF = {b"II*\0", b"MM\0*"}
_SENSOR = {32803, 34892}
"""TIFF's codes for what a sensor's pixels hold, before colours are made of them."""


def is_raw(data: bytes) -> bool:
    """Whether a file may be a camera's raw file: by its signature, or as TIFF by its first directory.

    There a raw file has its preview or what the sensor saw, where most other TIFFs have their picture.
    """
    kind = kinds.by_content(data[: kinds.HEAD])
    if kind != "TIFF":
        return kind == "raw"
    fields = _fields(data)
    reduced = bool(fields.get(_REDUCED, 0) & 1)
    return reduced or _DNG in fields or _FURTHER in fields or fields.get(_COLOURS) in _SENSOR


def shown(data: bytes) -> bytes | Picture:
    """The preview in a raw file as JPEG that says how it is turned, or the picture itself, upright.

    A TIFF that turns out to be no raw file comes back as it is.

    Raises:
        PictureError: There is neither, or rawpy is not installed.
    """
    try:
        import rawpy
    except ImportError as error:  # there is no wheel for this system
        raise _unreadable(
            say("the package rawpy is missing, which reads camera raw files"),
            say("Install it: pip install rawpy"),
        ) from error
    try:
        with rawpy.imread(io.BytesIO(data)) as file:
            preview = _preview(file)
            return _developed(file) if preview is None else preview
    except rawpy.LibRawError as error:
        if isinstance(error, rawpy.LibRawFileUnsupportedError) and data[:4] in _TIFF:
            return data
        why = error.args[0] if error.args else ""
        raise _unreadable(quote(why.decode(errors="replace") if isinstance(why, bytes) else why)) from error


def _preview(file: "rawpy.RawPy") -> bytes | None:
    import rawpy

    try:
        found = file.extract_thumb()
    except (rawpy.LibRawNoThumbnailError, rawpy.LibRawUnsupportedThumbnailError):
        return None
    if found.format != rawpy.ThumbFormat.JPEG or not isinstance(found.data, bytes):
        return None
    with PillowImage.open(io.BytesIO(found.data), formats=["JPEG"]) as picture:
        if max(picture.size) < _LEAST:
            return None
        said, turn = picture.getexif().get(_ORIENTATION, 1), _TURNS.get(file.sizes.flip, 1)
        was_turned = (picture.width < picture.height) != (file.sizes.raw_width < file.sizes.raw_height)
    right = 1 if turn >= 5 and was_turned else turn if said == 1 else said
    if right == said:
        return found.data
    exif = PillowImage.Exif()
    exif[_ORIENTATION] = right  # the first of such segments counts
    segment = exif.tobytes()
    return found.data[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + found.data[2:]


def _developed(file: "rawpy.RawPy") -> Picture:
    if file.sizes.raw_width * file.sizes.raw_height > _LARGEST:
        raise _unreadable(say("the limit is {limit} megapixels", limit=_LARGEST // 1_000_000))
    return file.postprocess(half_size=True, use_camera_wb=True)


def _fields(data: bytes) -> dict[int, int]:
    """The fields of a TIFF's first directory that are single numbers, or begin with one."""
    order = "<" if data.startswith(b"II") else ">"
    if data[:4] not in _TIFF:  # a large one, with other fields
        return {}
    try:
        (at,) = struct.unpack_from(order + "I", data, 4)
        (count,) = struct.unpack_from(order + "H", data, at)
        return dict(_field(data, at + 2 + 12 * place, order) for place in range(count))
    except struct.error:  # it breaks off
        return {}


def _field(data: bytes, at: int, order: str) -> tuple[int, int]:
    tag, kind, _ = struct.unpack_from(order + "HHI", data, at)
    letter: Any = {1: "B", 3: "H"}.get(kind, "I")
    (value,) = struct.unpack_from(order + letter, data, at + 8)
    return tag, value


def _unreadable(why: Text, remedy: Text = NOTHING) -> PictureError:
    return PictureError(
        say("this camera raw file cannot be read"),
        why=why,
        remedy=remedy or say("Save it as JPEG and use that"),
    )
