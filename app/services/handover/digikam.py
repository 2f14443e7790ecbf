"""People tagged in digiKam, from its own database."""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from app.core.errors import ImageError
from app.domain.box import Box
from app.domain.region import Region
from app.gallery.digikam import Tagged, tagged
from app.services.handover.foreign import NamedPicture
from app.xmp import files

FILE_NAME = "digikam4.db"
"""What its database is called; it lies in the topmost folder of its pictures."""
_NUMBER = re.compile(r'\b(x|y|width|height)="(-?[\d.]+)"')


def pictures(database: Path) -> list[NamedPicture]:
    """The pictures in which digiKam knows somebody; places are fractions of the upright picture.

    Raises:
        UsageError: It is no database of digiKam.
    """
    found: defaultdict[Path, list[Region]] = defaultdict(list)
    places: dict[tuple[str, ...], Path] = {}
    for one in tagged(database):
        picture = (one.root, one.within, one.album, one.file)
        path = places[picture] = places.get(picture) or _path(one, database)
        found[path].append(Region(one.name, _area(one, path)))
    return [NamedPicture(path, tuple(people)) for path, people in sorted(found.items())]


def _path(one: Tagged, database: Path) -> Path:
    """Where a picture lies: where digiKam says, else below the folder of the database itself."""
    inside = Path(one.album.lstrip("/")) / one.file
    places = [root / inside for root in _roots(one, database)]
    return next((place for place in places if os.path.isfile(place)), places[0])  # noqa: PTH113 - raises for no name


def _roots(one: Tagged, database: Path) -> Iterator[Path]:
    try:
        named = parse_qs(urlsplit(one.root).query).get("path", [])
    except ValueError:
        named = []
    for path in named:
        yield Path(path) / one.within.lstrip("/")
        yield Path(path)
    yield database.parent
    yield database.parent / one.within.lstrip("/")


def _area(one: Tagged, path: Path) -> Box | None:
    """A rectangle in pixels of the upright picture, as a fraction of it; None where either is not known."""
    try:
        pixels = {name: float(value) for name, value in _NUMBER.findall(one.region or "")}
    except ValueError:
        return None
    if len(pixels) < 4:
        return None
    width, height, turn = one.width, one.height, one.orientation or 1
    if not width or not height:
        try:
            header = files.header(path)
        except ImageError:
            return None
        width, height, turn = header.width, header.height, header.turn
    across, down = (height, width) if turn >= 5 else (width, height)
    return Box(pixels["x"] / across, pixels["y"] / down, pixels["width"] / across, pixels["height"] / down)
