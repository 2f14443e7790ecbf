"""When a video was recorded, by its container; nothing in it can harm."""

import io
import random
import struct
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import cv2
import numpy as np
import pytest

from app.vision.sources import VideoSource
from app.vision.sources.recorded import recorded

_WHEN = datetime(2019, 5, 3, 14, 20, 5, tzinfo=UTC)
_TOLD = datetime(2019, 5, 3, 16, 20, 5, tzinfo=timezone(timedelta(hours=2)))
_SINCE_1904 = int((_WHEN - datetime(1904, 1, 1, tzinfo=UTC)).total_seconds())


def box(kind: bytes, *inside: bytes, wide: bool = False) -> bytes:
    """A box of an MP4 file, its size in four bytes or in eight."""
    content = b"".join(inside)
    if wide:
        return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content
    return struct.pack(">I4s", 8 + len(content), kind) + content


def movie(*inside: bytes, wide: bool = False) -> bytes:
    media = box(b"mdat", bytes(300), wide=wide)
    return box(b"ftyp", b"qt  ", bytes(8)) + media + box(b"moov", *inside, wide=wide)


def header(seconds: int = _SINCE_1904, *, long: bool = False) -> bytes:
    return box(b"mvhd", struct.pack(">IQ" if long else ">II", long << 24, seconds), bytes(80))


def value(kind: bytes, text: bytes) -> bytes:
    return box(kind, box(b"data", struct.pack(">II", 1, 0), text))


def keyed(name: bytes, text: bytes) -> bytes:
    """Metadata as phones write it: a list of keys, and values by their numbers."""
    keys = box(b"keys", struct.pack(">II", 0, 2), box(b"mdta", b"other"), box(b"mdta", name))
    values = value(struct.pack(">I", 1), b"2001-01-01T00:00:00Z"), value(struct.pack(">I", 2), text)
    return box(b"meta", box(b"hdlr", bytes(25)), keys, box(b"ilst", *values))


def element(kind: int, content: bytes, *, open_: bool = False) -> bytes:
    """An element of a Matroska file; of an open one the size is not known."""
    size = b"\x01" + b"\xff" * 7 if open_ else struct.pack(">Q", 1 << 56 | len(content))
    return kind.to_bytes((kind.bit_length() + 7) // 8) + size + content


def matroska(info: bytes, *, open_: bool = False) -> bytes:
    inside = element(0x114D9B74, bytes(30)) + element(0x1549A966, info)
    return element(0x1A45DFA3, bytes(20)) + element(0x18538067, inside, open_=open_)


def dated() -> bytes:
    since = (_WHEN - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds()
    return element(0x2AD7B1, b"\x0f\x42\x40") + element(0x4461, struct.pack(">q", int(since) * 10**9))


def chunk(kind: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack("<4sI", kind, len(content)) + content + bytes(len(content) % 2)


def avi(*inside: bytes) -> bytes:
    return chunk(b"RIFF", b"AVI ", *inside)


_APPLES = keyed(b"com.apple.quicktime.creationdate", b"2019-05-03T16:20:05+0200")
_FILES = {
    "header": (movie(header()), _WHEN),
    "long header": (movie(header(long=True), wide=True), _WHEN),
    "Apple's key before the header": (movie(header(_SINCE_1904 + 9), _APPLES), _TOLD),
    "key in user data": (movie(header(), box(b"udta", _APPLES)), _TOLD),
    "day as QuickTime has it": (
        movie(box(b"udta", box(b"\xa9day", b"\0\x18\0\0", b"2019-05-03T16:20:05+0200"))),
        _TOLD,
    ),
    "day as iTunes has it": (
        movie(
            header(),
            box(
                b"udta",
                box(
                    b"meta",
                    bytes(4),
                    box(b"hdlr", bytes(25)),
                    box(b"ilst", value(b"\xa9day", b"2019-05-03T16:20:05+0200")),
                ),
            ),
        ),
        _TOLD,
    ),
    "year alone": (movie(header(), box(b"udta", box(b"\xa9day", b"\0\4\0\0", b"2018"))), _WHEN),
    "Matroska": (matroska(dated()), _WHEN),
    "Matroska as it is written": (matroska(dated(), open_=True), _WHEN),
    "camera's AVI": (
        avi(
            chunk(
                b"LIST", b"hdrl", chunk(b"avih", bytes(57)), chunk(b"IDIT", b"Fri May 03 14:20:05 2019\n\0")
            )
        ),
        _WHEN.replace(tzinfo=None),
    ),
    "AVI's list": (
        avi(chunk(b"JUNK", bytes(7)), chunk(b"LIST", b"INFO", chunk(b"ICRD", b"2019-05-03\0"))),
        datetime(2019, 5, 3),
    ),
}


@pytest.mark.parametrize("name", _FILES)
def test_it_is_read(name: str) -> None:
    content, when = _FILES[name]
    file = io.BytesIO(content)
    assert recorded(file) == when
    assert file.tell() == 0


@pytest.mark.parametrize(
    "content",
    [
        movie(header(0)),
        movie(header(int((datetime(1960, 1, 1) - datetime(1904, 1, 1)).total_seconds()))),
        movie(box(b"udta", box(b"\xa9day", b"\0\4\0\0", b"some"))),
        matroska(element(0x2AD7B1, bytes(3))),
        avi(chunk(b"LIST", b"INFO", chunk(b"ICRD", b"yesterday"))),
        b"",
        b"RIFF",
        b"\x1aE\xdf\xa3",
        b"GIF89a" + bytes(40),
    ],
)
def test_nothing_is_said(content: bytes) -> None:
    assert recorded(io.BytesIO(content)) is None


class _Counted(io.BytesIO):
    """A file that counts what is read of it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.reads = self.taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.reads, self.taken = self.reads + 1, self.taken + len(found)
        return found


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """Four bytes of it set to others."""
    found = bytearray(content)
    for _ in range(4):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


@pytest.mark.parametrize("name", _FILES)
def test_nothing_damaged_harms(name: str) -> None:
    """What is cut off tells the same or nothing; what is spoilt a time that can be kept, with few reads."""
    content, when = _FILES[name]
    chance = random.Random(3)
    cut = {recorded(io.BytesIO(content[:length])) for length in range(len(content))}
    assert None in cut
    assert cut <= {None, when}
    for _ in range(60):
        file = _Counted(_spoilt(content, chance))
        found = recorded(file)
        assert found is None or found.year >= 1970
        assert found is None or datetime.fromisoformat(found.isoformat()) == found
        assert file.tell() == 0
        assert file.reads < 100


@pytest.mark.parametrize(
    "content",
    [
        movie(*[box(b"udta", *[box(b"meta", box(b"free") * 400)] * 40)] * 40),
        movie(box(b"udta", box(b"\xa9day", bytes(1 << 21)))),
        element(0x1A45DFA3, b"") + element(0x18538067, b"\xec\x80" * 200_000),
        avi(chunk(b"JUNK") * 200_000),
    ],
)
def test_what_is_read_is_bounded(content: bytes) -> None:
    file = _Counted(content)
    assert recorded(file) is None
    assert file.reads < 5_000
    assert file.taken < 100_000


@pytest.mark.slow
def test_an_opened_video_says_when(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    video = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 10, (64, 48))
    for _ in range(3):
        video.write(np.full((48, 64, 3), 90, np.uint8))
    video.release()
    content = path.read_bytes()
    with VideoSource(str(path)) as source:
        assert source.recorded is None
    at = content.index(b"mvhd") + 8
    path.write_bytes(content[:at] + struct.pack(">I", _SINCE_1904) + content[at + 4 :])
    with VideoSource(str(path)) as source:
        assert source.recorded == _WHEN
        assert len(list(source)) == 3
