"""Who is on which photo, as a table for a spreadsheet or as JSON for a program."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.core.errors import UsageError
from app.core.files import check_writable, write_text
from app.core.sheets import csv_text
from app.core.text import say
from app.domain.access import What
from app.domain.photo import north_east
from app.gallery import placed
from app.gallery.people import everyone
from app.gallery.placed import NamedFace
from app.services.workspace import Workspace

_HEAD = ("person", "photo", "x", "y", "width", "height", "added", "second")
_PLACE = ("north", "east")


def write_table(
    workspace: Workspace, path: Path, people: Collection[int] | None = None, *, overwrite: bool = False
) -> int:
    """Write the named faces of people or of everyone to a file, as its name says: .csv or .json.

    Returns:
        How many faces.

    Raises:
        UsageError: It has another suffix, cannot be written, or is there and may not be overwritten.
    """
    suffix = path.suffix.lower()
    if suffix not in {".csv", ".json"}:
        raise UsageError(say("Tables are written as .csv or .json"), remedy=say("Choose another file name"))
    check_writable(path, overwrite=overwrite)
    with workspace.db.read() as session:
        faces = placed.named(session, people)
        born = {one.name: one.born for one in everyone(session)}
    workspace.note_access(What.EXPORT, len(faces))
    text = _as_csv(faces) if suffix == ".csv" else _as_json(faces, born)
    write_text(path, text, workspace.folder.root, overwrite=overwrite)
    return len(faces)


def _as_csv(faces: Sequence[NamedFace]) -> str:
    some = any(face.place for face in faces)
    rows: Iterable[tuple[str | int | float, ...]] = (
        (
            face.person,
            "" if face.path is None else str(face.path),
            *face.box.rounded(),
            _moment(face),
            "" if face.at is None else f"{face.at:.2f}",
            *((north_east(face.place) or ("", "")) if some else ()),
        )
        for face in faces
    )
    return csv_text(_HEAD + _PLACE if some else _HEAD, rows)


def _as_json(faces: Iterable[NamedFace], born: Mapping[str, date | None]) -> str:
    people: dict[str, list[dict[str, Any]]] = {}
    for face in faces:
        photo = None if face.path is None else str(face.path)
        found = {"photo": photo, "box": face.box.rounded(), "added": _moment(face)}
        seen = {} if face.at is None else {"second": round(face.at, 2)}
        where = north_east(face.place)
        taken = {} if where is None else dict(zip(_PLACE, where, strict=True))
        people.setdefault(face.person, []).append(found | seen | taken)
    known = {name: {"born": day.isoformat()} for name, day in born.items() if day is not None}
    document = {
        "people": [{"name": name, **known.get(name, {}), "faces": found} for name, found in people.items()]
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _moment(face: NamedFace) -> str:
    return face.added_at.astimezone().isoformat(timespec="seconds")
