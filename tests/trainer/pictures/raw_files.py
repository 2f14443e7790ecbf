"""Camera raw files, written by hand: DNGs with a preview and what a sensor saw."""

import io
import struct
from collections.abc import Sequence

import numpy as np
from PIL import Image

Field = tuple[int, int, Sequence[int] | bytes]
"""Tag, TIFF's code of the kind, values; fractions as pairs in a row."""

_LETTERS = {1: "B", 3: "H", 4: "I", 5: "II", 10: "ii"}
_IDENTITY = (1, 1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1, 1, 1)


def jpeg(picture: Image.Image, orientation: int | None = None) -> bytes:
    """A picture as JPEG, with an orientation tag if wanted."""
    exif = Image.Exif()
    if orientation is not None:
        exif[0x0112] = orientation
    file = io.BytesIO()
    picture.save(file, "JPEG", exif=exif, quality=95)
    return file.getvalue()


def dng(preview: bytes | None, orientation: int = 1, sensor: tuple[int, int] = (64, 48)) -> bytes:
    """A DNG: a preview (JPEG) in its first directory, what a sensor of some width and height saw below it."""
    width, height = sensor
    seen = np.full((height, width), 2000, np.uint16).tobytes()
    shown = preview or jpeg(Image.new("RGB", (8, 8)))
    size = Image.open(io.BytesIO(shown)).size
    parts: list[bytes] = []
    places = [0, 0, 0]
    for _ in range(2):  # the second time it is known where each part lies
        first = _directory(_first(size, places[0], len(shown), places[1], orientation), 8)
        second = _directory(_second(sensor, places[2], len(seen)), 8 + len(first))
        parts = [first, second, _even(shown), seen]
        ends = np.cumsum([8, *map(len, parts)]).tolist()
        places = [ends[2], ends[1], ends[3]]
    return b"II*\0" + struct.pack("<I", 8) + b"".join(parts)


def _first(size: tuple[int, int], at: int, length: int, further: int, orientation: int) -> list[Field]:
    width, height = size
    picture: list[Field] = [(254, 4, [1]), (256, 4, [width]), (257, 4, [height]), (258, 3, [8, 8, 8])]
    picture += [(259, 3, [7]), (262, 3, [6]), (273, 4, [at]), (274, 3, [orientation]), (277, 3, [3])]
    picture += [(278, 4, [height]), (279, 4, [length]), (284, 3, [1]), (330, 4, [further])]
    camera: list[Field] = [(271, 2, b"Kith\0"), (272, 2, b"Kith One\0"), (50708, 2, b"Kith One\0")]
    camera += [(50706, 1, [1, 4, 0, 0]), (50707, 1, [1, 1, 0, 0]), (50778, 3, [21])]
    return picture + camera + [(50721, 10, _IDENTITY), (50728, 5, [1] * 6)]


def _second(size: tuple[int, int], at: int, length: int) -> list[Field]:
    width, height = size
    fields: list[Field] = [(254, 4, [0]), (256, 4, [width]), (257, 4, [height]), (258, 3, [16])]
    fields += [(259, 3, [1]), (262, 3, [32803]), (273, 4, [at]), (277, 3, [1]), (278, 4, [height])]
    fields += [(279, 4, [length]), (284, 3, [1]), (33421, 3, [2, 2]), (33422, 1, [0, 1, 1, 2])]
    return [*fields, (50714, 3, [0]), (50717, 4, [4095])]


def _directory(fields: list[Field], at: int) -> bytes:
    rows, more = b"", b""
    behind = at + 2 + 12 * len(fields) + 4
    for tag, kind, values in sorted(fields, key=lambda field: field[0]):
        if isinstance(values, bytes):
            data, count = values, len(values)
        else:
            letters = _LETTERS[kind]
            count = len(values) // len(letters)
            data = struct.pack("<" + letters * count, *values)
        if len(data) > 4:
            data, more = struct.pack("<I", behind + len(more)), more + _even(data)
        rows += struct.pack("<HHI", tag, kind, count) + data.ljust(4, b"\0")
    return struct.pack("<H", len(fields)) + rows + bytes(4) + more


def _even(data: bytes) -> bytes:
    return data + bytes(len(data) % 2)
