"""Who is named in a picture: MWG's regions, Microsoft's, and the tags of digiKam and Lightroom."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.core.text import say
from app.domain.region import Mark, Region, name_sum, pair
from app.xmp import rdf
from app.xmp.kinds import KINDS, Kind, applied_size
from app.xmp.tree import Element, Packet, refused

PEOPLE = "People"
"""The tag below which digiKam keeps the names of people."""
_TAGS = (("digiKam:TagsList", "/"), ("lr:hierarchicalSubject", "|"))
PROPERTIES = (*(kind.top for kind in KINDS), *(name for name, _ in _TAGS))
"""All that Kith writes to."""


@dataclass(frozen=True, slots=True)
class Named:
    """Who is named in a picture.

    Attributes:
        regions: Named faces, as fractions of the picture as it is stored; each once.
        tags: People who are named without a place.
        size: Width and height of the picture that the regions were drawn in, in pixels, or None.
    """

    regions: tuple[Region, ...] = ()
    tags: tuple[str, ...] = ()
    size: tuple[float, float] | None = None

    @property
    def people(self) -> tuple[Region, ...]:
        """All of it: regions, and those who have none."""
        placed = {region.name for region in self.regions}
        return self.regions + tuple(Region(name) for name in self.tags if name not in placed)


def read(data: bytes) -> Named:
    """Read who is named in a packet.

    Raises:
        ImageError: It cannot be read.
    """
    packet = Packet(data)
    found = [region for known in KINDS for _, region in known.listed(packet) if region.name]
    return Named(_each_once(found), tuple(dict.fromkeys(_tagged(packet))), applied_size(packet))


def _each_once(found: Sequence[Region]) -> tuple[Region, ...]:
    """The same face named in two ways counts once."""
    kept: list[Region] = []
    for region in found:
        same = [one for one in kept if one.name == region.name and one.area and region.area]
        if not any(pair([one.area], [region.area]) for one in same if one.area and region.area):
            kept.append(region)
    return tuple(kept)


def _tagged(packet: Packet) -> Iterator[str]:
    """People named by tags."""
    for name, separator in _TAGS:
        for listed in rdf.properties(packet, name):
            yield from filter(None, (_person(item, separator) for item in rdf.items(listed)))


def write(data: bytes, faces: Sequence[Region], size: tuple[int, int]) -> bytes:
    """Write who is named into a packet, and leave everything else in it as it is, byte for byte.

    A region that is there of the same face gets the name; one that is of no face here stays, and so do the
    tags of others.

    Args:
        data: The packet.
        faces: Named faces, each as fractions of the picture as it is stored.
        size: Width and height of the picture as it is stored, in pixels.

    Raises:
        ImageError: The packet cannot be read, or has no place for it.
    """
    packet = Packet(data)
    outdated = {name for kind in KINDS for name in _write_regions(packet, kind, faces, size)}
    called = [face.name for face in faces]
    _write_tags(packet, called, outdated.difference(called))
    return packet.edited()


def take_out(data: bytes, marks: Sequence[Mark], staying: Collection[str]) -> bytes:
    """Take regions and tags that Kith wrote out of a packet, and leave all else as it is, byte for byte.

    What another program has changed since is another program's.

    Args:
        data: The packet.
        marks: What is to go.
        staying: Names whose tags stay.

    Raises:
        ImageError: The packet cannot be read.
    """
    packet = Packet(data)
    kept = set(staying)
    for kind in KINDS:
        for item, region in kind.listed(packet):
            if any(mark.is_of(region) for mark in marks):
                packet.replace(item.start, item.end, "")
            else:
                kept.add(region.name)
    sums = {mark.name for mark in marks if mark.tagged} - {name_sum(name) for name in kept}
    for name, separator in _TAGS:
        for listed in rdf.properties(packet, name):
            for item in rdf.items(listed):
                if (who := _person(item, separator)) and name_sum(who) in sums:
                    packet.replace(item.start, item.end, "")
    return packet.edited()


def added(before: bytes, faces: Sequence[Region]) -> list[Mark | None]:
    """What of these faces is Kith's, where they are written into a packet; None where a region is there."""
    packet = Packet(before)
    there = [region.area for kind in KINDS for _, region in kind.listed(packet) if region.area]
    paired = pair([face.area for face in faces if face.area], there)
    tagged = set(_tagged(packet))
    return [
        None
        if place in paired or face.area is None
        else Mark(face.area, name_sum(face.name), face.name not in tagged)
        for place, face in enumerate(faces)
    ]


def beginning(inside: Sequence[bytes]) -> bytes:
    """A packet for a new sidecar: it begins with what the picture itself has of all that will be in it.

    Else those who read the sidecar first would miss the regions and tags of others.

    Args:
        inside: The packets in the picture.

    Raises:
        ImageError: One of them cannot be read.
    """
    packet = Packet(rdf.EMPTY)
    for one in inside:
        for text in rdf.carried(Packet(one), PROPERTIES):
            rdf.add_property(packet, text)
    return packet.edited()


def _write_regions(packet: Packet, kind: Kind, faces: Sequence[Region], size: tuple[int, int]) -> list[str]:
    """Write one kind of regions; return the names that stood at these faces and are not theirs."""
    known = kind.listed(packet)
    pairs = pair([face.area for face in faces if face.area], [one.area for _, one in known if one.area])
    outdated = []
    for face, there in pairs.items():
        item, region = known[there]
        if region.name != faces[face].name:
            _rename(packet, kind, item, faces[face].name)
            outdated.append(region.name)
    new = [face for number, face in enumerate(faces) if number not in pairs]
    if new:
        _add_regions(packet, kind, new, size)
    stay = {region.name for number, (_, region) in enumerate(known) if number not in pairs.values()}
    return [name for name in outdated if name not in stay]


def _rename(packet: Packet, kind: Kind, item: Element, name: str) -> None:
    """Give a region that is there another name, in the form that it has."""
    called = rdf.field(item, kind.name)
    holder = item.child(rdf.full("rdf:Description")) or item if called is None else called.holder
    written = rdf.element(kind.name, name, holder.prefixes)
    if called is None:
        packet.append(holder, written)
    elif called.element is None:
        packet.set_attribute(holder, rdf.full(kind.name), name)
    else:
        packet.replace(called.element.start, called.element.end, written)


def _add_regions(packet: Packet, kind: Kind, new: Sequence[Region], size: tuple[int, int]) -> None:
    """Put regions at the end of the list, which is made where there is none."""
    tops = rdf.properties(packet, kind.top)
    if not tops:
        prefixes = dict(rdf.rdf(packet).prefixes) | {one: rdf.SPACES[one] for one in ("rdf", *kind.prefixes)}
        inside = kind.before(*size) + _listed(kind, new, prefixes)
        rdf.add_property(packet, rdf.structure(kind.top, inside, rdf.rdf(packet).prefixes, *kind.prefixes))
        return
    held = rdf.field(tops[0], kind.regions)
    bag = None if held is None or held.element is None else rdf.list_of(held.element)
    if bag is not None:
        packet.append(bag, "".join(kind.item(region, bag.prefixes) for region in new))
        return
    holder = tops[0].child(rdf.full("rdf:Description")) or tops[0]
    if held is not None or not rdf.is_structure(holder):
        raise refused(say("its regions are in a form of their own"))
    packet.append(holder, _listed(kind, new, holder.prefixes))


def _listed(kind: Kind, new: Sequence[Region], prefixes: Mapping[str, str]) -> str:
    regions = "".join(kind.item(region, prefixes) for region in new)
    return rdf.element_around(kind.regions, f"<rdf:Bag>\n{regions}</rdf:Bag>", prefixes)


def _write_tags(packet: Packet, names: Sequence[str], outdated: Collection[str]) -> None:
    """Tag the picture with who is in it, and take off the tags of those who were said to be and are not."""
    for name, separator in _TAGS:
        prefix = name.partition(":")[0]
        lists = rdf.properties(packet, name)
        people = [
            (item, who) for one in lists for item in rdf.items(one) if (who := _person(item, separator))
        ]
        for item, who in people:
            if who in outdated:
                packet.replace(item.start, item.end, "")
        tagged = {who for _, who in people}
        # a name with the sign between levels would be read as another: its region has to be enough
        new = [one for one in dict.fromkeys(names) if one not in tagged and separator not in one]
        tags = "".join(f"<rdf:li>{escape(PEOPLE + separator + one)}</rdf:li>" for one in new)
        bag = rdf.list_of(lists[0]) if lists else None
        if bag is not None and tags:
            packet.append(bag, tags)
        elif tags and not lists:
            spaces = rdf.declared(rdf.rdf(packet).prefixes, "rdf", prefix)
            kind = "rdf:Seq" if prefix == "digiKam" else "rdf:Bag"
            rdf.add_property(packet, f"<{name}{spaces}><{kind}>{tags}</{kind}></{name}>")


def _person(item: Element, separator: str) -> str:
    """Whom a tag names: what stands below `People`, or below a group in it; "" for any other tag."""
    first, *more = [part.strip() for part in item.text.strip().split(separator)]
    return more[-1] if first == PEOPLE and more else ""
