"""Who is named in the pictures of a folder, as other programs left it in files and beside them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from app.core.errors import ImageError
from app.core.text import Text
from app.domain.region import Region, upright
from app.services.handover import picasa
from app.xmp import files, names
from app.xmp.names import Named


@dataclass(frozen=True, slots=True)
class NamedPicture:
    """A picture in which others named somebody.

    Attributes:
        path: Of its file.
        people: Who, and where as fractions of the upright picture; not everyone has a place.
        failure: Why this could not be read, or None.
    """

    path: Path
    people: tuple[Region, ...] = ()
    failure: Text | None = None


def in_files(paths: Iterable[Path], contacts: Path | None = None) -> Iterator[NamedPicture]:
    """Read who is named in pictures: in the files themselves and beside them. No pixel is decoded.

    Args:
        paths: Of the pictures.
        contacts: Picasa's list of contacts, or None.
    """
    for path in paths:
        try:
            people = named_in(path, contacts)
        except ImageError as error:
            yield NamedPicture(path, failure=error.text)
        else:
            if people:
                yield NamedPicture(path, people)


def named_in(path: Path, contacts: Path | None = None) -> tuple[Region, ...]:
    """Who is named in one picture. A sidecar with regions goes before the file, which goes before Picasa.

    Raises:
        ImageError: The picture or what is said of it cannot be read.
    """
    header = files.header(path)
    beside = [names.read(files.read_sidecar(one)) for one in files.sidecars(path)]
    inside = [names.read(packet) for packet in header.packets]
    placed = next((one for one in [*beside, *inside] if one.regions), Named())
    known = {region.name for region in placed.regions}
    more = tuple(one for one in picasa.named_in(path, contacts) if one.name not in known)
    tags = tuple(dict.fromkeys(tag for one in [*beside, *inside] for tag in one.tags))
    people = replace(placed, regions=placed.regions + more, tags=tags).people
    sideways = header.turn >= 5 and _is_turned(placed, header.width, header.height)
    turn = 1 if sideways else header.turn
    return tuple(
        region if region.area is None else Region(region.name, upright(region.area, turn))
        for region in people
    )


def _is_turned(named: Named, width: int, height: int) -> bool:
    """Whether regions were drawn in the upright picture, not in the stored one as they should be.

    Their own size tells where the picture is no square.
    """
    if named.size is None or width == height:
        return False
    across, down = named.size
    return (across > down) != (width > height) and across != down
