"""When a video was recorded, as its container says: MP4 and QuickTime, Matroska and WebM, AVI.

Nothing in the file is trusted: a few bytes are read at places that lie in it, a bounded number of times.
ISO/IEC 14496-12 (boxes), Apple's QuickTime File Format (metadata), RFC 9559 (Matroska), RIFF MCI (AVI).
"""

import os
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import BinaryIO, NamedTuple

_MOST_READS, _MOST_BYTES = 4000, 4096
"""How often something is read of a file, and bytes at a time: more than what says it is not."""
_SINCE_1904, _SINCE_2001 = datetime(1904, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, tzinfo=UTC)
_ORIGIN = datetime(1970, 1, 1)
"""What says to be no younger comes from a clock that was never set."""
_APPLE, _DAY = b"com.apple.quicktime.creationdate", b"\xa9day"
_SEGMENT, _INFO, _DATE = 0x18538067, 0x1549A966, 0x4461
_SPELT = "%a %b %d %H:%M:%S %Y"
"""How cameras write it in AVI files: Mon Mar 03 12:34:56 2008."""


class _Part(NamedTuple):
    """What kind of part, and where its content begins and ends."""

    kind: bytes
    start: int
    end: int


class _File:
    """A file of which only so much is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._left = file, _MOST_READS

    def at(self, start: int, count: int) -> bytes:
        """So many bytes from a place on, or fewer.

        Raises:
            ValueError: Too much was read.
        """
        if not self._left:
            raise ValueError("too much was read")
        self._left -= 1
        self._file.seek(start)
        return self._file.read(min(count, _MOST_BYTES))

    def content(self, part: "_Part") -> bytes:
        """What a part holds, or its beginning."""
        return self.at(part.start, part.end - part.start)


def recorded(file: BinaryIO) -> datetime | None:
    """When an open video was recorded, in the zone that it names or in none; None where it does not say.

    The file is left at its beginning.
    """
    bounded = _File(file)
    try:
        head, end = bounded.at(0, 12), file.seek(0, os.SEEK_END)
        if head[:4] == b"\x1aE\xdf\xa3":
            return _in_matroska(bounded, end)
        if head[:4] == b"RIFF":
            return _in_avi(bounded, end)
        return _in_movie(bounded, end) if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free"} else None
    except (OSError, OverflowError, ValueError, struct.error):
        return None
    finally:
        file.seek(0)


def _plausible(found: datetime) -> datetime | None:
    return found if found.replace(tzinfo=None) > _ORIGIN else None


def _written(text: bytes) -> datetime | None:
    """Read a date as ISO 8601 or C's ctime writes it."""
    plain = text.decode("ascii", "replace").strip("\0\n ")
    for read in (datetime.fromisoformat, lambda one: datetime.strptime(one, _SPELT)):
        try:
            return _plausible(read(plain))
        except ValueError:
            continue
    return None


def _boxes(file: _File, start: int, end: int) -> Iterator[_Part]:
    """The boxes between two places of an MP4 or QuickTime file."""
    while True:
        head = file.at(start, 16)
        if len(head) < 8 or start + 8 > end:
            return
        size, kind, inner = *struct.unpack(">I4s", head[:8]), 8
        if size == 1:
            size, inner = *struct.unpack(">Q", head[8:]), 16
        stop = end if size == 0 else start + size
        if not start + inner <= stop <= end:
            return
        yield _Part(kind, start + inner, stop)
        start = stop


def _in_movie(file: _File, end: int) -> datetime | None:
    """What Apple's key says, which names the zone, else the day as text, else the header's time."""
    movie = next((part for part in _boxes(file, 0, end) if part.kind == b"moov"), None)
    if movie is None:
        return None
    found: dict[bytes, datetime | None] = {}
    for part in _boxes(file, movie.start, movie.end):
        if part.kind == b"mvhd":
            found[b"mvhd"] = _header_time(file.content(part))
        elif part.kind == b"meta":
            found |= _said(file, part)
        elif part.kind == b"udta":
            for one in _boxes(file, part.start, part.end):
                if one.kind == b"meta":
                    found |= _said(file, one)
                elif one.kind == _DAY:  # its length and language come before it
                    found[_DAY] = _written(file.content(one)[4:])
    told = (found.get(kind) for kind in (_APPLE, _DAY, b"mvhd"))
    return next((one for one in told if one is not None), None)


def _header_time(header: bytes) -> datetime | None:
    (seconds,) = struct.unpack_from(">Q" if header[:1] == b"\1" else ">I", header, 4)
    return _plausible(_SINCE_1904 + timedelta(seconds=seconds))


def _said(file: _File, meta: _Part) -> dict[bytes, datetime | None]:
    """The dates of a list of metadata, by their keys; in an MP4 file a version comes before it."""
    start = meta.start + (0 if file.at(meta.start + 4, 4) == b"hdlr" else 4)
    parts = {part.kind: part for part in _boxes(file, start, meta.end)}
    names = (
        [file.content(one) for one in _boxes(file, parts[b"keys"].start + 8, parts[b"keys"].end)]
        if (b"keys" in parts)
        else []
    )
    numbered = {struct.pack(">I", place): name for place, name in enumerate(names, 1)}
    found = {}
    for one in _boxes(file, parts[b"ilst"].start, parts[b"ilst"].end) if b"ilst" in parts else ():
        if (name := numbered.get(one.kind, one.kind)) in {_APPLE, _DAY}:
            found[name] = _written(file.content(one)[16:])  # after the data box's head, type and locale
    return found


def _elements(file: _File, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Identifier, start and end of the elements between two places of a Matroska file."""
    while True:
        head = file.at(start, 12)
        width = 9 - head[0].bit_length() if head else 0
        if not 1 <= width <= 4 or len(head) <= width:
            return
        room = 9 - head[width].bit_length()
        sized = head[width : width + room]
        if room > 8 or len(sized) < room:
            return
        most = (1 << 7 * room) - 1
        size, inner = int.from_bytes(sized) & most, start + width + room
        stop = end if size == most else inner + size  # one that is written as it comes does not know
        if not inner <= stop <= end:
            return
        yield int.from_bytes(head[:width]), inner, stop
        start = stop


def _in_matroska(file: _File, end: int) -> datetime | None:
    inside = (0, end)
    for wanted in (_SEGMENT, _INFO, _DATE):
        found = next(
            ((start, stop) for kind, start, stop in _elements(file, *inside) if kind == wanted), None
        )
        if found is None:
            return None
        inside = found
    (nanoseconds,) = struct.unpack(">q", file.at(inside[0], 8))
    return _plausible(_SINCE_2001 + timedelta(microseconds=nanoseconds // 1000))


def _chunks(file: _File, start: int, end: int) -> Iterator[_Part]:
    """The chunks between two places of an AVI file."""
    while True:
        head = file.at(start, 8)
        if len(head) < 8 or start + 8 > end:
            return
        kind, size = struct.unpack("<4sI", head)
        yield _Part(kind, start + 8, min(end, start + 8 + size))
        start += 8 + size + size % 2


def _in_avi(file: _File, end: int) -> datetime | None:
    """The time that a camera wrote, or that of the list of information."""
    for part in _chunks(file, 12, end):
        if part.kind == b"LIST" and file.at(part.start, 4) in {b"hdrl", b"INFO"}:
            for one in _chunks(file, part.start + 4, part.end):
                if one.kind in {b"IDIT", b"ICRD"} and (said := _written(file.content(one))) is not None:
                    return said
    return None
