"""RDF as XMP uses it: properties, structures and lists, in any of the forms that programs write."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from app.core.text import say
from app.xmp.tree import Element, Packet, refused

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "mwg-rs": "http://www.metadataworkinggroup.com/schemas/regions/",
    "stArea": "http://ns.adobe.com/xmp/sType/Area#",
    "stDim": "http://ns.adobe.com/xap/1.0/sType/Dimensions#",
    "MP": "http://ns.microsoft.com/photo/1.2/",
    "MPRI": "http://ns.microsoft.com/photo/1.2/t/RegionInfo#",
    "MPReg": "http://ns.microsoft.com/photo/1.2/t/Region#",
    "digiKam": "http://www.digikam.org/ns/1.0/",
    "lr": "http://ns.adobe.com/lightroom/1.0/",
}
"""Namespaces by the prefixes that they usually have."""


def full(name: str) -> str:
    """A name as the tree has it, from one with a usual prefix, such as `mwg-rs:Regions`."""
    prefix, local = name.split(":")
    return f"{{{SPACES[prefix]}}}{local}"


_RDF, _DESCRIPTION, _ABOUT = full("rdf:RDF"), full("rdf:Description"), full("rdf:about")
_PREFIXED = re.compile(rb"[<\s/]([^\s<>/=:\"']+:)")
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LISTS = tuple(map(full, ("rdf:Bag", "rdf:Seq", "rdf:Alt")))

EMPTY = (
    '<?xpacket begin="\N{ZERO WIDTH NO-BREAK SPACE}" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
    ' <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
    " </rdf:RDF>\n"
    "</x:xmpmeta>\n"
    '<?xpacket end="w"?>'
).encode()
"""A packet without any property."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a field of a structure holds.

    Attributes:
        text: Its text, as good as it is.
        element: The element it is, or None where it is an attribute.
        holder: The element that it stands in.
    """

    text: str
    element: Element | None
    holder: Element


def rdf(packet: Packet) -> Element:
    """The element that holds all properties.

    Raises:
        ImageError: There is none.
    """
    found = next(iter(packet.root.below(_RDF)), None)
    if found is None:
        raise refused(say("there is no RDF in it"))
    return found


def properties(packet: Packet, name: str) -> list[Element]:
    """All properties of that name, such as `mwg-rs:Regions`.

    Raises:
        ImageError: There is no RDF in it.
    """
    wanted = full(name)
    return [
        one
        for description in rdf(packet).children
        if description.name == _DESCRIPTION
        for one in description.children
        if one.name == wanted
    ]


def about(packet: Packet) -> str:
    """What the properties are said of: the same in all of a packet, and mostly nothing."""
    found = (one.attributes.get(_ABOUT) for one in rdf(packet).children)
    return next((value for value in found if value is not None), "")


def fields(element: Element) -> dict[str, Value]:
    """The fields of a structure, by their names in the tree."""
    holder = element.child(_DESCRIPTION) or element
    found = {name: Value(value, None, holder) for name, value in holder.attributes.items()}
    return found | {one.name: Value(one.text.strip(), one, holder) for one in holder.children}


def field(element: Element, name: str) -> Value | None:
    """One field of a structure, such as `mwg-rs:Name`, or None."""
    return fields(element).get(full(name))


def items(element: Element) -> list[Element]:
    """The items of a list."""
    found = list_of(element)
    return [] if found is None else found.children


def list_of(element: Element) -> Element | None:
    """The `rdf:Bag` or its like in an element, or None."""
    return next((one for one in element.children if one.name in _LISTS), None)


def is_structure(element: Element) -> bool:
    """Whether fields may be put into an element."""
    return element.attributes.get(full("rdf:parseType")) == "Resource" or element.name == _DESCRIPTION


def structure(tag: str, inside: str, prefixes: Mapping[str, str], *needed: str) -> str:
    """An element that holds a structure, with the namespaces it needs that are not known where it comes."""
    spaces = declared(prefixes, "rdf", *needed)
    return f'<{tag}{spaces} rdf:parseType="Resource">{inside}</{tag}>'


def declared(prefixes: Mapping[str, str], *needed: str) -> str:
    """Declarations of the namespaces that are needed and do not stand for the same yet."""
    return "".join(
        f" xmlns:{one}={quoteattr(SPACES[one])}" for one in needed if prefixes.get(one) != SPACES[one]
    )


def legal(text: str) -> str:
    """A text that XML gives back as it is: what it may not hold, not even escaped, becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text)


def element(tag: str, text: str, prefixes: Mapping[str, str]) -> str:
    """An element that holds a text, where these prefixes are known."""
    return element_around(tag, escape(text), prefixes)


def element_around(tag: str, inside: str, prefixes: Mapping[str, str]) -> str:
    """An element with what is in it, written out, where these prefixes are known."""
    return f"<{tag}{declared(prefixes, 'rdf', tag.partition(':')[0])}>{inside}</{tag}>"


def add_property(packet: Packet, text: str) -> None:
    """Put a property at the end of the packet; it declares its namespaces itself.

    Raises:
        ImageError: There is no RDF in it.
    """
    top = rdf(packet)
    said = quoteattr(about(packet))
    spaces = declared(top.prefixes, "rdf")
    packet.append(top, f" <rdf:Description{spaces} rdf:about={said}>\n  {text}\n </rdf:Description>\n ")


def carried(source: Packet, names: Sequence[str]) -> list[str]:
    """These properties of a packet as they are written there, each with all the namespaces that it needs."""
    found = []
    for element in [one for name in names for one in properties(source, name)]:
        tag, rest = source.data[element.start : element.inner], source.data[element.inner : element.end]
        used = {
            part.partition(b":")[0] for part in _PREFIXED.findall(source.data[element.start : element.end])
        }
        own = "".join(
            f" xmlns:{prefix}={quoteattr(space)}"
            for prefix, space in element.prefixes.items()
            if prefix.encode() in used and b"xmlns:%b=" % prefix.encode() not in tag and prefix != "xml"
        )
        end = -2 if tag.endswith(b"/>") else -1
        found.append((tag[:end] + own.encode() + tag[end:] + rest).decode())
    return found
