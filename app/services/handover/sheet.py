"""A contact sheet: the faces of people on one page that needs nothing else, to look through or to print."""

from base64 import b64encode
from collections.abc import Collection
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from string import Template

from app.core.files import check_writable, write_text
from app.core.language import language
from app.core.text import plain, say, say_n
from app.domain.access import What
from app.gallery import placed
from app.gallery.placed import NamedFace
from app.services.photos import face_pictures
from app.services.workspace import Workspace

_MOST = 120
"""Faces of a person that are shown; the others are counted."""
_NONE = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="#8884"/></svg>'
"""Shown where there is no picture."""
_TYPES = {b"<s": "image/svg+xml", b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}


def write_sheet(
    workspace: Workspace, path: Path, people: Collection[int] | None = None, *, overwrite: bool = False
) -> int:
    """Write the faces of people or of everyone as one HTML file, in the language of now.

    Names and paths are data: whatever they hold is shown, never obeyed.

    Returns:
        How many faces are on it.

    Raises:
        UsageError: It cannot be written, or is there and may not be overwritten.
    """
    check_writable(path, overwrite=overwrite)
    with workspace.db.read() as session:
        found = placed.named(session, people)
        groups = [(name, list(faces)) for name, faces in groupby(found, lambda face: face.person)]
        shown = [face for _, faces in groups for face in faces[:_MOST]]
    chips = face_pictures.pictures(workspace, [face.id for face in shown])
    spoken = language()
    parts = []
    for name, faces in groups:
        pictures = "".join(_figure(face, chips.get(face.id, _NONE)) for face in faces[:_MOST])
        counted = spoken.say(say_n("{n} face", "{n} faces", len(faces)))
        parts.append(f"<h2>{_safe(name)} <small>{_safe(counted)}</small></h2><div>{pictures}</div>")
    template = Template(files("resources").joinpath("reports", "sheet.html").read_text(encoding="utf-8"))
    title = _safe(spoken.say(say("Contact sheet")))
    page = template.substitute(
        language=_safe(spoken.locale.replace("_", "-")), title=title, body="\n".join(parts)
    )
    workspace.note_access(What.EXPORT, len(shown))
    write_text(path, page, workspace.folder.root, overwrite=overwrite)
    return len(shown)


def _safe(text: str) -> str:
    return escape(plain(text))


def _figure(face: NamedFace, chip: bytes) -> str:
    title = "" if face.path is None else _safe(face.path.name)
    return f'<img alt="" title="{title}" src="{_picture(chip)}">'


def _picture(data: bytes) -> str:
    kind = _TYPES.get(data[:2], "image/jpeg")
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}"
