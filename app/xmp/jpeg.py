"""XMP in a JPEG file, written anew: all else in the file stays byte for byte."""

from app.core.errors import ImageError
from app.core.text import say
from app.xmp.files import XMP_MARK

_MAX_SEGMENT = 65_533
_START, _APP0, _APP1, _SCAN = b"\xff\xd8", 0xE0, 0xE1, 0xDA


def with_packet(data: bytes, packet: bytes) -> bytes:
    """The bytes of a JPEG with another packet of XMP in it, in the place of the one that it has.

    Raises:
        ImageError: It is no whole JPEG, or the packet is too large for one.
    """
    body = XMP_MARK + packet
    if len(body) > _MAX_SEGMENT:
        raise ImageError(
            say("its XMP does not fit into the file"), remedy=say("Write a sidecar beside it instead")
        )
    segment = bytes((0xFF, _APP1)) + (len(body) + 2).to_bytes(2, "big") + body
    start, end = _place(data)
    return data[:start] + segment + data[end:]


def _place(data: bytes) -> tuple[int, int]:
    """Where the XMP stands, or where it belongs: behind the first segments, which say what file it is."""
    at, place = 2, 2
    if data[:2] != _START:
        raise _damaged()
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != _SCAN:
        if data[at + 1] == 0xFF:  # fills up
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == _APP1 and data.startswith(XMP_MARK, at + 4):
            return at, end
        if data[at + 1] in (_APP0, _APP1) and place == at:
            place = end
        at = end
    if at + 4 > len(data) or data[at] != 0xFF:
        raise _damaged()
    return place, place


def _damaged() -> ImageError:
    return ImageError(say("the picture is damaged or incomplete"))
