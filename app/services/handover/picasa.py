"""Faces that Picasa named: a `.picasa.ini` in each folder, and perhaps a list of contacts."""

import re
from functools import lru_cache
from pathlib import Path
from xml.parsers import expat

from app.core.files import read_bytes
from app.domain.box import Box
from app.domain.region import Region

_INI = (".picasa.ini", "Picasa.ini", "picasa.ini")
_FACE = re.compile(r"rect64\(([0-9a-fA-F]{1,16})\),([0-9a-fA-F]{1,16})")
_MOST_BYTES = 32_000_000
_UNNAMED = "ffffffffffffffff"

_Section = dict[str, str]


def named_in(picture: Path, contacts: Path | None = None) -> tuple[Region, ...]:
    """Whom Picasa named in a picture, as fractions of the picture as it is stored.

    Args:
        picture: Its file; the `.picasa.ini` lies beside it.
        contacts: Picasa's `contacts.xml`, for names that are not in that; None where there is none.
    """
    sections = _sections(picture.parent)
    names = _names(sections, contacts)
    faces = _FACE.findall(sections.get(picture.name.casefold(), {}).get("faces", ""))
    found = [(names.get(_key(who), ""), _box(area)) for area, who in faces]
    return tuple(Region(name, box) for name, box in found if name and box is not None)


def _box(area: str) -> Box | None:
    """Left, top, right and bottom, each in 16 bits; leading zeros are left out."""
    digits = area.zfill(16)
    left, top, right, bottom = (int(digits[at : at + 4], 16) / 65535 for at in (0, 4, 8, 12))
    return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def _key(contact: str) -> str:
    return contact.casefold().zfill(16)


@lru_cache(maxsize=8)
def _sections(folder: Path) -> dict[str, _Section]:
    """What the folder's file says, by section: a picture's name, or `contacts` and `contacts2`."""
    path = next((one for name in _INI if (one := folder / name).is_file()), None)
    if path is None or path.stat().st_size > _MOST_BYTES:
        return {}
    sections: dict[str, _Section] = {}
    here: _Section = {}
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        if line.startswith("[") and line.rstrip().endswith("]"):
            here = sections.setdefault(line.strip()[1:-1].casefold(), {})
        elif "=" in line:
            key, _, value = line.partition("=")
            here[key.strip()] = value.strip()
    return sections


def _names(sections: dict[str, _Section], contacts: Path | None) -> dict[str, str]:
    """Names by contact. An old file refers to an account of the web instead of saying one."""
    own = {
        _key(who): name
        for part in ("contacts", "contacts2")
        for who, value in sections.get(part, {}).items()
        if (name := value.partition(";")[0].strip()) and "_lh," not in value
    }
    known = (_contacts(contacts) if contacts is not None else {}) | own
    known.pop(_UNNAMED, None)
    return known


@lru_cache(maxsize=2)
def _contacts(path: Path) -> dict[str, str]:
    """Names by contact from `contacts.xml`; none where it cannot be read."""
    found: dict[str, str] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "contact" and attributes.get("id") and attributes.get("name"):
            found[_key(attributes["id"])] = attributes["name"]

    def refuse(*_: object) -> None:
        raise ValueError("entities of its own")

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.StartDoctypeDeclHandler = start, refuse
    try:
        parser.Parse(read_bytes(path, _MOST_BYTES), True)
    except (OSError, ValueError, expat.ExpatError):
        return {}
    return found
