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
_SEGMENT, _INFO, _DATE = b"\x18\x53\x80\x67", b"\x15\x49\xa9\x66", b"\x44\x61"
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

    def content(self, part: _Part) -> bytes:
        """What a part holds, or its beginning."""
        return self.at(part.start, part.end - part.start)


def recorded(file: BinaryIO) -> datetime | None:
    """When an open video was recorded, in the zone that it names or in none; None where it does not say.

    The file is left at its beginning.
    """
    bounded = _File(file)
    try:
        head, whole = bounded.at(0, 12), _Part(b"", 0, file.seek(0, os.SEEK_END))
        if head[:4] == b"\x1aE\xdf\xa3":
            return _in_matroska(bounded, whole)
        if head[:4] == b"RIFF":
            return _in_avi(bounded, whole)
        return (
            _in_movie(bounded, whole) if head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free"} else None
        )
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


def _first(parts: Iterator[_Part], kind: bytes) -> _Part | None:
    return next((part for part in parts if part.kind == kind), None)


def _boxes(file: _File, whole: _Part | None, skipped: int = 0) -> Iterator[_Part]:
    """The boxes of a part of an MP4 or QuickTime file, which begin after so many bytes; none of None."""
    start, end = (0, 0) if whole is None else (whole.start + skipped, whole.end)
    while start + 8 <= end:
        head = file.at(start, 16)
        size, kind, inner = *struct.unpack(">I4s", head[:8]), 8
        if size == 1:
            size, inner = *struct.unpack(">Q", head[8:]), 16
        stop = end if size == 0 else start + size
        if not start + inner <= stop <= end:
            return
        yield _Part(kind, start + inner, stop)
        start = stop


def _in_movie(file: _File, whole: _Part) -> datetime | None:
    """What Apple's key says, which names the zone, else the day as text, else the header's time."""
    parts = list(_boxes(file, _first(_boxes(file, whole), b"moov")))
    for user in [part for part in parts if part.kind == b"udta"]:
        parts += _boxes(file, user)
    found: dict[bytes, datetime | None] = {}
    for part in parts:
        if part.kind == b"mvhd":
            found[b"mvhd"] = _header_time(file.content(part))
        elif part.kind == b"meta":
            found |= _said(file, part)
        elif part.kind == _DAY:  # its length and language come before it
            found[_DAY] = _written(file.content(part)[4:])
    told = (found.get(kind) for kind in (_APPLE, _DAY, b"mvhd"))
    return next((one for one in told if one is not None), None)


def _header_time(header: bytes) -> datetime | None:
    (seconds,) = struct.unpack_from(">Q" if header[:1] == b"\1" else ">I", header, 4)
    return _plausible(_SINCE_1904 + timedelta(seconds=seconds))


def _said(file: _File, meta: _Part) -> dict[bytes, datetime | None]:
    """The dates of a list of metadata, by their keys; in an MP4 file a version comes before it."""
    version = 0 if file.at(meta.start + 4, 4) == b"hdlr" else 4
    parts = {part.kind: part for part in _boxes(file, meta, version)}
    names = [file.content(one) for one in _boxes(file, parts.get(b"keys"), 8)]
    numbered = {struct.pack(">I", place): name for place, name in enumerate(names, 1)}
    found = {}
    for one in _boxes(file, parts.get(b"ilst")):
        if (name := numbered.get(one.kind, one.kind)) in {_APPLE, _DAY}:
            found[name] = _written(file.content(one)[16:])  # after the data box's head, type and locale
    return found


def _elements(file: _File, whole: _Part) -> Iterator[_Part]:
    """The elements of a part of a Matroska file."""
    start = whole.start
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
        stop = whole.end if size == most else inner + size  # one that is written as it comes does not know
        if not inner <= stop <= whole.end:
            return
        yield _Part(head[:width], inner, stop)
        start = stop


def _in_matroska(file: _File, whole: _Part) -> datetime | None:
    for kind in (_SEGMENT, _INFO, _DATE):
        if (part := _first(_elements(file, whole), kind)) is None:
            return None
        whole = part
    (nanoseconds,) = struct.unpack(">q", file.at(whole.start, 8))
    return _plausible(_SINCE_2001 + timedelta(microseconds=nanoseconds // 1000))


def _chunks(file: _File, whole: _Part, skipped: int) -> Iterator[_Part]:
    """The chunks of a part of an AVI file, which begin after so many bytes."""
    start = whole.start + skipped
    while start + 8 <= whole.end:
        kind, size = struct.unpack("<4sI", file.at(start, 8))
        yield _Part(kind, start + 8, min(whole.end, start + 8 + size))
        start += 8 + size + size % 2


def _in_avi(file: _File, whole: _Part) -> datetime | None:
    """The time that a camera wrote, or that of the list of information."""
    for part in _chunks(file, whole, 12):
        if part.kind == b"LIST" and file.at(part.start, 4) in {b"hdrl", b"INFO"}:
            for one in _chunks(file, part, 4):
                if one.kind in {b"IDIT", b"ICRD"} and (said := _written(file.content(one))) is not None:
                    return said
    return None
