"""What a picture file says of itself beside its pixels: its size, which way up it is, and its XMP."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image as PillowImage

from trainer.errors import PictureError
from trainer.pictures.decoding import look
from trainer.text import Text, quote, say

EXTENSION_MARK = b"http://ns.adobe.com/xmp/extension/\0"
"""What segments of a JPEG begin with that hold more of its XMP."""
MAX_PACKET = 32_000_000
"""Bytes of a packet that is still read."""
_PNG_START = b"\x89PNG\r\n\x1a\n"
_PNG_KEYWORD = b"XML:com.adobe.xmp\0"
_ORIENTATION = 0x0112
_TURNED = {"HEIF", "TIFF"}
"""Formats whose size is that of the upright picture as soon as they are opened."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture file says of itself, without any of its pixels.

    Attributes:
        width: As it is stored, before it is turned upright, in pixels.
        height: Of the same.
        turn: Its EXIF orientation, 1 to 8.
        packets: The XMP in it: none, one, or the main one and its extension.
    """

    width: int
    height: int
    turn: int
    packets: tuple[bytes, ...]


def read(data: bytes) -> Header:
    """Read the header of a picture; decodes no pixel.

    Args:
        data: The file's bytes; of a JPEG those before its pixels are enough.

    Raises:
        PictureError: It is no picture, is damaged, or its XMP is too large.
    """
    found = look(data, _header)
    found = _with_late_tags(found, data) if data.startswith(_PNG_START) else found
    if any(len(packet) > MAX_PACKET for packet in found.packets):
        raise _refused(say("it is too large"))
    return found


def _header(picture: PillowImage.Image, turn: int) -> Header:
    width, height = picture.size
    if picture.format in _TURNED and turn >= 5:
        width, height = height, width
    segments = [data for name, data in getattr(picture, "applist", ()) if name == "APP1"]
    packet = picture.info.get("xmp") or b""
    if isinstance(packet, str):
        packet = packet.encode()
    packets = (packet, _extension(segments)) if segments else (packet,)
    return Header(width, height, turn, tuple(filter(None, packets)))


def _extension(segments: list[bytes]) -> bytes:
    """Put together what did not fit into one segment: a digest, the whole size, and where each part goes."""
    head = len(EXTENSION_MARK) + 32
    parts = [one for one in segments if one.startswith(EXTENSION_MARK) and len(one) > head + 8]
    if not parts:
        return b""
    key, size = parts[0][:head], int.from_bytes(parts[0][head : head + 4], "big")
    if size > MAX_PACKET:
        raise _refused(say("it is too large"))
    whole = bytearray(size)
    for part in parts:
        at, data = int.from_bytes(part[head + 4 : head + 8], "big"), part[head + 8 :]
        if part[:head] == key and at + len(data) <= size:
            whole[at : at + len(data)] = data
    return bytes(whole)


def _with_late_tags(found: Header, data: bytes) -> Header:
    """A PNG's header with the tags that stand behind its pixels, where many programs put them."""
    wanted = {kind: held for kind, held in _chunks(data) if kind == b"eXIf" or held.startswith(_PNG_KEYWORD)}
    packet, turn = wanted.get(b"iTXt", b""), found.turn
    if b"eXIf" in wanted:
        exif = PillowImage.Exif()
        exif.load(wanted[b"eXIf"])
        turn = exif.get(_ORIENTATION, 1)
    packets = (_png_text(packet),) if packet else found.packets
    return Header(found.width, found.height, turn if turn in range(1, 9) else 1, packets)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The small chunks of a PNG, by kind."""
    at = 8
    while at + 8 <= len(data):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if kind in (b"iTXt", b"eXIf") and size <= MAX_PACKET:
            yield kind, data[at + 8 : at + 8 + size]
        at += size + 12


def _png_text(chunk: bytes) -> bytes:
    """The text of an international text chunk, behind flags, its language and its keyword's translation."""
    rest = chunk[len(_PNG_KEYWORD) :]
    compressed, parts = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        return b""
    try:
        return zlib.decompressobj().decompress(parts[2], MAX_PACKET) if compressed else parts[2]
    except zlib.error as error:
        raise _refused(quote(error)) from error


def _refused(why: Text) -> PictureError:
    return PictureError(say("its XMP cannot be read"), why=why)
