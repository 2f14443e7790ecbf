"""The two ways in which programs name the faces of a picture: MWG's regions and Microsoft's."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from app.domain.box import Box
from app.domain.region import Region
from app.xmp import rdf
from app.xmp.tree import Element, Packet

_FACES = {"", "face"}
Size = tuple[float, float]
"""Width and height in pixels."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A way to name the faces of a picture.

    Attributes:
        top: The property that holds all.
        regions: Its field that holds the list.
        name: A region's field that holds the name.
        prefixes: The namespaces it needs.
        area: Reads where a region is, given the regions' own size; None where it is no face.
        body: Writes where a region is.
        before: Written before the list, given the width and height of the picture.
    """

    top: str
    regions: str
    name: str
    prefixes: tuple[str, ...]
    area: Callable[[Element, Size | None], Box | None]
    body: Callable[[Box], str]
    before: Callable[[int, int], str]

    def listed(self, packet: Packet) -> list[tuple[Element, Region]]:
        """The regions of faces in a packet, named or not, each with its element."""
        size, found = applied_size(packet), []
        for top in rdf.properties(packet, self.top):
            regions = rdf.field(top, self.regions)
            for item in [] if regions is None or regions.element is None else rdf.items(regions.element):
                area = self.area(item, size)
                called = rdf.field(item, self.name)
                if area is not None:
                    found.append((item, Region("" if called is None else called.text, area)))
        return found

    def item(self, region: Region, prefixes: Mapping[str, str]) -> str:
        """A region as it is written where these prefixes are known."""
        assert region.area is not None  # noqa: S101 - a region that is written has its place
        inside = f"<{self.name}>{escape(region.name)}</{self.name}>{self.body(region.area)}"
        return rdf.structure("rdf:li", inside, prefixes, *self.prefixes) + "\n"


def applied_size(packet: Packet) -> Size | None:
    """Width and height of the picture that MWG's regions were drawn in, or None."""
    for regions in rdf.properties(packet, "mwg-rs:Regions"):
        size = rdf.field(regions, "mwg-rs:AppliedToDimensions")
        if size is not None and size.element is not None:
            width, height = _numbers(size.element, "stDim:w", "stDim:h")
            if width > 0 and height > 0:
                return width, height
    return None


def _mwg_area(item: Element, size: Size | None) -> Box | None:
    kind, area = rdf.field(item, "mwg-rs:Type"), rdf.field(item, "mwg-rs:Area")
    if area is None or area.element is None or (kind.text.lower() if kind else "") not in _FACES:
        return None
    x, y, w, h, d = _numbers(area.element, "stArea:x", "stArea:y", "stArea:w", "stArea:h", "stArea:d")
    unit = rdf.field(area.element, "stArea:unit")
    if unit is not None and unit.text == "pixel" and size is not None:
        across, down = size
        x, w, y, h, d = x / across, w / across, y / down, h / down, d / max(size)
    if math.isnan(w + h):
        w = h = d  # a circle
    return _plausible(x - w / 2, y - h / 2, w, h)


def _microsoft_area(item: Element, _: Size | None) -> Box | None:
    rectangle = rdf.field(item, "MPReg:Rectangle")
    numbers = [] if rectangle is None else [_number(part) for part in rectangle.text.split(",")]
    return _plausible(*numbers) if len(numbers) == 4 else None


def _plausible(x: float, y: float, w: float, h: float) -> Box | None:
    """A box that lies in the picture at least in part."""
    right, below = min(x + w, 1.0), min(y + h, 1.0)
    x, y = max(x, 0.0), max(y, 0.0)
    return Box(x, y, right - x, below - y) if right > x and below > y else None


def _numbers(element: Element, *names: str) -> list[float]:
    found = rdf.fields(element)
    return [_number(found[one].text) if (one := rdf.full(name)) in found else math.nan for name in names]


def _number(text: str) -> float:
    try:
        return float(text.strip())
    except ValueError:
        return math.nan


def _mwg_body(area: Box) -> str:
    middle = area.x + area.w / 2, area.y + area.h / 2, area.w, area.h
    values = "".join(f' stArea:{name}="{value:.7f}"' for name, value in zip("xywh", middle, strict=True))
    return f'<mwg-rs:Type>Face</mwg-rs:Type><mwg-rs:Area{values} stArea:unit="normalized"/>'


def _mwg_before(width: int, height: int) -> str:
    return f'<mwg-rs:AppliedToDimensions stDim:w="{width}" stDim:h="{height}" stDim:unit="pixel"/>'


def _microsoft_body(area: Box) -> str:
    return f"<MPReg:Rectangle>{', '.join(f'{value:.7f}' for value in area)}</MPReg:Rectangle>"


MWG = Kind(
    "mwg-rs:Regions",
    "mwg-rs:RegionList",
    "mwg-rs:Name",
    ("mwg-rs", "stArea", "stDim"),
    _mwg_area,
    _mwg_body,
    _mwg_before,
)
MICROSOFT = Kind(
    "MP:RegionInfo",
    "MPRI:Regions",
    "MPReg:PersonDisplayName",
    ("MP", "MPRI", "MPReg"),
    _microsoft_area,
    _microsoft_body,
    lambda _, __: "",
)
KINDS = (MWG, MICROSOFT)
