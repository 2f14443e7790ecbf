"""Commands about copies of the gallery: backup, restore."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli import output
from app.cli.session import Json, Overwrite, options, register, workspace
from app.core.errors import StartError, UsageError
from app.core.paths import DataFolder
from app.core.text import Number, say, say_n
from app.domain.backup import Restored


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, backup, restore)


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help=say("Where to; by default beside the gallery, where a few are kept.")),
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option(help=say("Where the keys to the copy go; by default into copies.keys beside it.")),
    ] = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Copy the gallery, and make sure that the copy is sound."""
    from app.services.workspace.backup import back_up, back_up_to

    if file is None and keys is not None:
        raise UsageError(
            say("--keys is for a copy that goes elsewhere"), remedy=say("Name its file, or leave --keys out")
        )
    with workspace() as opened:
        made = back_up(opened) if file is None else back_up_to(opened, file, keys, overwrite=overwrite)
    if json:
        output.emit(
            {
                "path": str(made.path),
                "bytes": made.size,
                "keys": None if made.keys is None else str(made.keys),
            }
        )
    else:
        output.tell(say("Copied to {path}: {size} MB.", path=made.path, size=Number(made.size / 1e6, 1)))
        if made.keys is not None:
            output.tell(say("It opens with {path}, from which whoever is forgotten goes.", path=made.keys))


def restore(
    copy: Annotated[
        Path | None, typer.Argument(help=say("The copy; by default the newest of those beside the gallery."))
    ] = None,
    keys: Annotated[
        Path | None, typer.Option(help=say("Its copies.keys, if that lies neither here nor beside the copy."))
    ] = None,
    json: Json = False,
) -> None:
    """Put the gallery back to what a copy of it holds; who was forgotten since stays forgotten."""
    from app.services.workspace.restoring import rescue, restore

    root = options().data_dir
    source = copy or next(iter(DataFolder(root).copies()), None)
    if source is None:
        raise UsageError(
            say("There is no copy of the gallery yet"), remedy=say("Name one that lies elsewhere")
        )
    try:
        with workspace() as opened:
            done = restore(opened, source, keys)
    except StartError:
        rescued = rescue(root, source, keys)
        if rescued is None:
            raise
        done = rescued
    if json:
        output.emit(_document(done))
    else:
        _tell(done)


def _document(done: Restored) -> dict[str, Any]:
    return {
        "restored": str(done.source),
        "people": done.people,
        "forgotten": done.forgotten,
        "ended": list(done.ended),
        "before": None if done.before is None else str(done.before),
    }


def _tell(done: Restored) -> None:
    output.tell(
        say_n("Restored {path}: {n} person.", "Restored {path}: {n} people.", done.people, path=done.source)
    )
    if done.forgotten:
        output.tell(
            say_n(
                "{n} person of it was forgotten since and stays so.",
                "{n} people of it were forgotten since and stay so.",
                done.forgotten,
            )
        )
    for name in done.ended:
        output.note(say("What {name} agreed to has ended.", name=name))
    if done.before is None:
        output.note(
            say("The damaged gallery was put aside in the data folder; delete it when you need it no more.")
        )
    else:
        output.note(say("What was there before: {path}", path=done.before))
