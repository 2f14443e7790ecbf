"""Commands that erase for good: forget."""

import json as json_text
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.people import Name
from app.cli.session import Json, options, register, workspace
from app.core import reserve
from app.core.files import write_text
from app.core.text import say, say_n

if TYPE_CHECKING:
    from app.domain.erasure import Erasure

Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", help=say("Write what was erased to a JSON file: counts, no names or faces.")),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, forget)


def forget(name: Name, receipt: Receipt = None, json: Json = False) -> None:
    """Erase a person for good: faces, embeddings and every trace in the files. Cannot be undone."""
    from app.services.people import privacy

    with reserve.lent(options().data_dir), workspace() as opened:  # to open the gallery takes room, too
        done = privacy.forget(opened, name)
    _keep(receipt, done)
    if json:
        output.emit({"forgotten": name} | _document(done))
        return
    output.tell(
        say_n(
            "Forgot {name}: {n} face erased, those of undone changes too.",
            "Forgot {name}: {n} faces erased, those of undone changes too.",
            len(done.changes.faces),
            name=name,
        )
    )
    _note_left(done)
    output.note(
        say(
            "This cannot be undone: kith undo takes back what was done before. A model retrained on them\n"
            "keeps what it learnt; retrain, or switch to a published one with kith models use."
        )
    )


def _document(done: "Erasure") -> dict[str, Any]:
    return done.counts() | {"left": list(done.left)}


def _keep(receipt: Path | None, done: "Erasure") -> None:
    if receipt is not None:
        erased = {"erased_at": datetime.now(UTC).isoformat(timespec="seconds")} | _document(done)
        write_text(receipt, json_text.dumps(erased, indent=2) + "\n")


def _note_left(done: "Erasure") -> None:
    """Say what became of photos and folders at places that bear the name, and what still bears it."""
    if done.placeless:
        output.note(
            say_n(
                "{n} photo shows others too, and its path bore the name: Kith knows its place no more.",
                "{n} photos show others too, and their paths bore the name: Kith knows their places no more.",
                done.placeless,
            )
        )
    if done.folders:
        output.note(
            say_n(
                "{n} folder whose path bore the name belongs to the library no more.",
                "{n} folders whose paths bore the name belong to the library no more.",
                done.folders,
            )
        )
    for left in done.left:
        output.note(say("{text}.", text=left))
