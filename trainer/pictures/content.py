"""What a picture's file shows, whatever its tags say."""

import hashlib
from collections.abc import Iterator

from trainer.pictures.kinds import JPEG_START

_Parts = Iterator[memoryview]

_PNG_START = b"\x89PNG\r\n\x1a\n"
_JPEG_TAGS = {0xE1, 0xED, 0xFE}
"""Segments of a JPEG that say something about it: EXIF and XMP, IPTC, a comment."""
_JPEG_SCAN = 0xDA
_PNG_TAGS = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"pHYs"}
_MOST_PARTS = 100_000
"""Parts of a file that are told apart: made for harm, it may have millions."""
_WEBP_TAGS = {b"EXIF", b"XMP ", b"VP8X"}
"""The last only says which others there are."""


def pixels_digest(data: bytes) -> str:
    """SHA-256 of a file without its tags, as 64 hexadecimal digits: what shows the same has the same.

    Of a JPEG, PNG and WebP the tags are left out (EXIF with the orientation, XMP, IPTC, comments), so that
    writing some makes no other picture of it. Of any other file, and of a damaged one, every byte counts.
    """
    digest = hashlib.sha256()
    try:
        parts = list(_bounded(_parts(memoryview(data))))
    except (IndexError, ValueError):
        parts = [memoryview(data)]
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def _parts(data: memoryview) -> _Parts:
    if bytes(data[:3]) == JPEG_START:
        return _jpeg(data)
    if bytes(data[:8]) == _PNG_START:
        return _png(data)
    if bytes(data[:4]) == b"RIFF" and bytes(data[8:12]) == b"WEBP":
        return _webp(data)
    return iter([data])


def _bounded(parts: _Parts) -> _Parts:
    for number, part in enumerate(parts):
        if number == _MOST_PARTS:
            raise ValueError("too many parts")
        yield part


def _jpeg(data: memoryview) -> _Parts:
    """The segments up to the first scan but those that are tags, and all from there on."""
    at = 2
    while data[at + 1] != _JPEG_SCAN:
        if data[at] != 0xFF:
            raise ValueError("not a marker")
        if data[at + 1] == 0xFF:  # fills up
            yield data[at:at]
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            raise ValueError("it breaks off")
        is_index = data[at + 1] == 0xE2 and bytes(data[at + 4 : at + 7]) == b"MPF"
        is_told = data[at + 1] in _JPEG_TAGS or is_index  # of where its other pictures begin
        yield data[at:at] if is_told else data[at:end]
        at = end
    yield data[at:]


def _png(data: memoryview) -> _Parts:
    at = 8
    while at < len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        is_told = bytes(data[at + 4 : at + 8]) in _PNG_TAGS
        yield data[at:at] if is_told else data[at:end]
        at = end


def _webp(data: memoryview) -> _Parts:
    at = 12
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        is_told = bytes(data[at : at + 4]) in _WEBP_TAGS
        yield data[at:at] if is_told else data[at:end]
        at = end
