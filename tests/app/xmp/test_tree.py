"""XMP is parsed with the places of its elements, edited in place, and refused where it could do harm."""

import pytest

from app.core.errors import ImageError
from app.xmp.tree import Packet

_ODD = (
    "\ufeff<?xml version='1.0'?>\r\n<a:x xmlns:a='urn:a' q='1>2'><!-- é -->"
    "<a:é/>text<b a:z=\"&lt;&#9;\"  c='d' >t<![CDATA[<]]></b >\n</a:x >"
).encode()


def test_what_is_not_edited_stays_byte_for_byte() -> None:
    packet = Packet(_ODD)
    empty, full = packet.root.children
    assert (packet.root.name, empty.name, full.attributes["{urn:a}z"]) == ("{urn:a}x", "{urn:a}é", "<\t")
    packet.append(empty, "<k/>")
    packet.append(full, "<k/>")
    packet.set_attribute(full, "{urn:a}z", 'new "one"')
    made = packet.edited()
    assert made == (
        _ODD.replace("<a:é/>".encode(), "<a:é><k/></a:é>".encode())
        .replace(b"]]></b >", b"]]><k/></b >")
        .replace(b'"&lt;&#9;"', b"'new \"one\"'")
    )
    assert Packet(_ODD).edited() == _ODD


def test_padding_and_wide_characters_are_read() -> None:
    assert Packet(b"<x/>" + b"\0" * 9).root.name == "x"
    wide = "<?xml version='1.0' encoding='UTF-16'?><x y='ü'/>".encode("utf-16")
    assert Packet(wide).root.attributes == {"y": "ü"}


@pytest.mark.parametrize(
    "hostile",
    [
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>",
        b"<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>",
        b"<a>" * 200 + b"</a>" * 200,
        b"<?xml version='1.0' encoding='latin-1'?><x/>",
        b"<x>",
        b"",
        b"\xff\xfe<",
        b"<x>\xff</x>",
    ],
)
def test_what_is_hostile_or_broken_is_refused(hostile: bytes) -> None:
    with pytest.raises(ImageError, match="XMP cannot be read"):
        Packet(hostile)
