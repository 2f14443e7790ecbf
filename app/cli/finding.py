"""The command that finds faces that look like the one in a picture: find."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.session import Json, register, typed, workspace
from app.core.text import NOTHING, Number, say

if TYPE_CHECKING:
    from app.domain.similar import SimilarFace


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, find)


def find(
    picture: Annotated[Path, typer.Argument(help=say("A picture of one person."))],
    most: Annotated[int, typer.Option("--most", min=1, help=say("How many faces at most."))] = 20,
    json: Json = False,
) -> None:
    """Find the faces in your photos that look most like the one in a picture."""
    from app.services.people import browse
    from app.services.recognise import similar

    with workspace() as opened, typed(picture):
        found = similar.like_picture(opened, picture, most)
        paths = browse.places(opened, {one.photo for one in found if one.photo is not None})
        names = {person.id: person.name for person in browse.everyone(opened)}
    rows = [(one, paths.get(one.photo or 0), names.get(one.person or 0)) for one in found]
    if json:
        output.emit({"found": [_document(*row) for row in rows]})
    elif rows:
        _tell(rows)
    else:
        output.note(say("There is no face to compare with yet."))


def _tell(rows: "Sequence[tuple[SimilarFace, Path | None, str | None]]") -> None:
    table = output.Table(say("photo"), say("person"), say("similarity"), NOTHING, right=[2])
    for one, path, name in rows:
        verdict = output.bold(say("likely the same")) if one.likely else NOTHING
        table.row(path or NOTHING, name or NOTHING, Number(one.similarity, 3), verdict)
    table.show()


def _document(one: "SimilarFace", path: Path | None, name: str | None) -> dict[str, Any]:
    return {
        "path": None if path is None else str(path),
        "person": name,
        "similarity": round(one.similarity, 4),
        "likely": one.likely,
    }
