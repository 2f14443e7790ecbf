"""Commands that erase for good: forget, erase."""

import json as json_text
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.people import Name
from app.cli.session import Json, Overwrite, options, register, workspace
from app.core import language, reserve
from app.core.errors import UsageError
from app.core.files import check_writable, write_text
from app.core.text import NOTHING, in_a_row, quote, say, say_n, sentence
from app.domain.erasing import Erasing, Which
from app.domain.erasure import erased_text

if TYPE_CHECKING:
    from app.domain.erasure import Erasure
    from app.services.workspace import Workspace

Receipt = Annotated[
    Path | None,
    typer.Option("--receipt", help=say("Write what was erased to a JSON file: counts, no names or faces.")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Say what would be erased."))]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, forget, erase)


def forget(
    name: Name,
    dry_run: DryRun = False,
    receipt: Receipt = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> int:
    """Erase a person for good: faces, embeddings and every trace in the files. Cannot be undone."""
    from app.services.people import privacy

    if dry_run:
        with reserve.lent(options().data_dir), workspace() as opened:
            tell_erased(privacy.would_forget(opened, name), json, {"forgotten": name}, would=True)
        return 0
    check_receipt(receipt, overwrite=overwrite)
    with reserve.lent(options().data_dir), workspace() as opened:  # to open the gallery takes room, too
        done = privacy.forget(opened, name)
        code = keep_receipt(receipt, done, overwrite=overwrite)
    if json:
        tell_erased(done, json, {"forgotten": name})
    else:
        _tell_forgotten(name, done)
    return code


def _tell_forgotten(name: str, done: "Erasure") -> None:
    output.tell(
        say_n(
            "Forgot {name}: {n} face erased, those of undone changes too.",
            "Forgot {name}: {n} faces erased, those of undone changes too.",
            len(done.changes.faces),
            name=name,
        )
    )
    _note_left(done)
    output.note(say("This cannot be undone: kith undo takes back what was done before."))
    if done.models:
        output.note(
            say_n(
                "{n} model was trained on them and keeps what it learnt. To train anew and delete it: "
                "kith retrain --without-forgotten",
                "{n} models were trained on them and keep what they learnt. To train anew and delete them: "
                "kith retrain --without-forgotten",
                len(done.models),
            )
        )


def erase(
    strangers: Annotated[bool, typer.Option("--strangers", help=say("All faces without a name."))] = False,
    gone: Annotated[bool, typer.Option("--gone", help=say("Faces of photos that are gone."))] = False,
    folder: Annotated[
        Path | None, typer.Option("--folder", help=say("Faces of the photos in and below a folder."))
    ] = None,
    older_than: Annotated[
        int | None,
        typer.Option(
            "--older-than", metavar="DAYS", min=1, max=36_500, help=say("Faces and visits kept for longer.")
        ),
    ] = None,
    named: Annotated[
        bool,
        typer.Option("--named", help=say("Faces with a name too; who has none left is forgotten.")),
    ] = False,
    dry_run: DryRun = False,
    receipt: Receipt = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> int:
    """Erase faces for good: of strangers, of photos that are gone, of a folder, of long ago."""
    from app.services.people import erasing

    chosen = _chosen(strangers, gone, folder, older_than)
    if named and chosen.which == Which.STRANGERS:
        raise UsageError(say("--named makes no sense with --strangers: they have none"))
    wanted = replace(chosen, named=named)
    check_receipt(receipt, overwrite=overwrite)
    with reserve.lent(options().data_dir), workspace() as opened:
        if wanted.before is not None:
            note_clock(opened)
        done = (erasing.would_erase if dry_run else erasing.erase)(opened, wanted)
        code = 0 if dry_run else keep_receipt(receipt, done, overwrite=overwrite)
    tell_erased(done, json, would=dry_run)
    return code


def _chosen(strangers: bool, gone: bool, folder: Path | None, older_than: int | None) -> Erasing:
    """What is to be erased, by the one option that says so.

    Raises:
        UsageError: It is not one.
    """
    given = [
        *([Erasing(Which.STRANGERS)] if strangers else []),
        *([Erasing(Which.GONE)] if gone else []),
        *([Erasing(Which.FOLDER, folder.absolute())] if folder is not None else []),
        *([Erasing(Which.OLDER, before=date.today() - timedelta(older_than))] if older_than else []),
    ]
    if len(given) != 1:
        raise UsageError(
            say("Say one thing to erase"), remedy=say("--strangers, --gone, --folder F or --older-than DAYS")
        )
    return given[0]


def _document(done: "Erasure") -> dict[str, Any]:
    return done.counts() | {"left": list(done.left)}


def note_clock(opened: "Workspace") -> None:
    """Say where the clock is not believed, before something is erased by it."""
    from app.services.workspace import clock

    found = clock.look(opened.db)
    if found.leapt is not None:
        output.note(quote(sentence(language.shown(in_a_row(found.told, NOTHING, found.remedy)))))


def check_receipt(receipt: Path | None, *, overwrite: bool) -> None:
    """Make sure that a receipt can be written, before anything is erased.

    Raises:
        UsageError: It cannot.
    """
    if receipt is not None:
        check_writable(receipt, overwrite=overwrite)


def tell_erased(
    done: "Erasure", json: bool, more: Mapping[str, object] | None = None, *, would: bool = False
) -> None:
    """Say what was erased, or would be.

    Args:
        done: That.
        json: Whether as JSON.
        more: What else stands in the document.
        would: Whether it was only looked at.
    """
    if json:
        output.emit({**(more or {}), **({"dry_run": True} if would else {}), **_document(done)})
        return
    output.tell(erased_text(done, would=would))
    if not would:
        _note_left(done)


def keep_receipt(receipt: Path | None, done: "Erasure", *, overwrite: bool) -> int:
    """Write what was erased, in numbers, if that is asked for.

    Returns:
        The command's exit code: where the receipt cannot be written, all was erased nevertheless.
    """
    if receipt is not None:
        erased = {"erased_at": datetime.now(UTC).isoformat(timespec="seconds")} | _document(done)
        try:
            write_text(
                receipt, json_text.dumps(erased, indent=2) + "\n", options().data_dir, overwrite=overwrite
            )
        except UsageError as error:
            output.note(say("All was erased, but there is no receipt."))
            output.note(in_a_row(error.what, error.why, NOTHING))
            return PARTLY
    return 0


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
