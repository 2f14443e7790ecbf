"""The command pictures."""

from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer

from app.cli import output
from app.cli.session import Json, options, register, workspace
from app.core import reserve
from app.core.text import say, say_n
from app.domain.pictures import would_drop_text


class Wish(StrEnum):
    """What is to become of pictures of faces."""

    KEEP = "keep"
    DROP = "drop"


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, pictures)


def pictures(
    wish: Annotated[
        Wish | None,
        typer.Argument(help=say("drop: delete them, and keep none; keep: keep those of new faces.")),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=say("Say what would be deleted."))] = False,
    json: Json = False,
) -> None:
    """Say whether pictures of faces are kept, or keep none. What is deleted cannot be brought back."""
    from app.services.photos import face_pictures

    with reserve.lent(options().data_dir), workspace() as opened:
        dropped = face_pictures.drop(opened) if wish is Wish.DROP and not dry_run else None
        if wish is Wish.KEEP and not dry_run:
            face_pictures.keep(opened)
        found = face_pictures.look(opened)
    if json:
        output.emit(asdict(found) | ({} if dropped is None else {"dropped": dropped}))
        return
    if dropped is not None:
        output.tell(say_n("Deleted {n} picture of a face.", "Deleted {n} pictures of faces.", dropped))
    elif wish is Wish.DROP:
        output.tell(would_drop_text(found))
    kept = say_n("Pictures are kept, of {n} face now.", "Pictures are kept, of {n} faces now.", found.stored)
    output.note(kept if found.kept else say("No pictures of faces are kept; faces are shown from photos."))
