"""Where XMP stands: in picture files, in their headers alone, and in sidecars beside them."""

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from app.core.errors import ImageError
from app.core.files import read_bytes
from app.core.text import quote, say
from app.xmp.tree import MAX_BYTES, refused
from trainer import pictures
from trainer.errors import PictureError

XMP_MARK = b"http://ns.adobe.com/xap/1.0/\0"
"""What the segment of a JPEG that holds XMP begins with."""
EXTENSION_MARK = b"http://ns.adobe.com/xmp/extension/\0"
"""What those begin with that hold more of it."""
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


def header(path: Path) -> Header:
    """Read the header of a picture file.

    Raises:
        ImageError: It is no picture, is damaged, or cannot be read.
    """
    try:
        found = pictures.look(path, _header)
        return _with_late_tags(found, path) if path.suffix.lower() == ".png" else found
    except PictureError as error:
        raise ImageError(error.what, why=error.why, remedy=error.remedy) from error
    except OSError as error:
        raise ImageError(say("the file cannot be read"), why=quote(error)) from error


def sidecars(path: Path) -> list[Path]:
    """The sidecars of a picture that are there: `photo.jpg.xmp` before `photo.xmp`, in any case."""
    wanted = (f"{path.name}.xmp", f"{path.stem}.xmp")
    return [
        there
        for name in wanted
        for suffix in (".xmp", ".XMP")
        if os.path.lexists(there := path.with_name(name[:-4] + suffix))
    ]


def read_sidecar(path: Path) -> bytes:
    """Read a sidecar.

    Raises:
        ImageError: It is too large, or cannot be read.
    """
    try:
        return read_bytes(path, MAX_BYTES)
    except OSError as error:
        raise ImageError(say("the file cannot be read"), why=quote(error)) from error


def _header(picture: Any, turn: int) -> Header:
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
    if size > MAX_BYTES:
        raise refused(say("it is too large"))
    whole = bytearray(size)
    for part in parts:
        at, data = int.from_bytes(part[head + 4 : head + 8], "big"), part[head + 8 :]
        if part[:head] == key and at + len(data) <= size:
            whole[at : at + len(data)] = data
    return bytes(whole)


def _with_late_tags(found: Header, path: Path) -> Header:
    """A PNG's header with the tags that stand behind its pixels, where many programs put them."""
    with path.open("rb") as file:
        chunks = {
            kind: data for kind, data in _chunks(file) if kind == b"eXIf" or data.startswith(_PNG_KEYWORD)
        }
    packet = chunks.get(b"iTXt", b"")
    turn = found.turn
    if b"eXIf" in chunks:
        from PIL.Image import Exif

        exif = Exif()
        exif.load(chunks[b"eXIf"])
        turn = exif.get(_ORIENTATION, 1)
    packets = (_png_text(packet),) if packet else found.packets
    return Header(found.width, found.height, turn if turn in range(1, 9) else 1, packets)


def _chunks(file: IO[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The small chunks of a PNG, by kind."""
    at = 8
    while len(head := _at(file, at, 8)) == 8:
        size = int.from_bytes(head[:4], "big")
        if head[4:] in (b"iTXt", b"eXIf") and size <= MAX_BYTES:
            yield head[4:], file.read(size)
        at += size + 12


def _at(file: IO[bytes], place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _png_text(chunk: bytes) -> bytes:
    """The text of an international text chunk, behind flags, its language and its keyword's translation."""
    rest = chunk[len(_PNG_KEYWORD) :]
    compressed, parts = rest[:1] == b"\1", rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        return b""
    try:
        return zlib.decompressobj().decompress(parts[2], MAX_BYTES) if compressed else parts[2]
    except zlib.error as error:
        raise refused(quote(error)) from error
