"""Commands about other programs: import-names, export."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.history import tell_changes
from app.cli.rights import export_person
from app.cli.session import Json, Overwrite, command, options, register, typed, workspace
from app.cli.usage import Command, Group
from app.core.text import Number, say, say_n

if TYPE_CHECKING:
    from app.domain.handover import LibraryPlan, NamesPlan, NamesWritten
    from app.services.workspace import Workspace

_People = Annotated[
    list[str] | None, typer.Option("--person", help=say("Only photos of this person; may be said again."))
]
_DryRun = Annotated[bool, typer.Option("--dry-run", help=say("Say what would be done, and do nothing."))]

_export = typer.Typer(cls=Group, help=say("Hand names and photos over to other programs."))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, import_names, import_library)
    register(_export, xmp, photos, table, sheet, library)
    _export.command("person", cls=Command)(command(export_person))
    app.add_typer(_export, name="export")


def import_names(
    source: Annotated[
        str,
        typer.Argument(
            help=say(
                "A folder of photos with XMP, Picasa's lists or digiKam's database (digikam4.db) in it, "
                "that database, or the address of an Immich server (with its key in KITH_IMMICH_KEY)."
            )
        ),
    ],
    people: Annotated[
        list[str] | None, typer.Option("--person", help=say("Only this name; may be said again."))
    ] = None,
    contacts: Annotated[
        Path | None, typer.Option("--contacts", help=say("Picasa's list of contacts (contacts.xml)."))
    ] = None,
    dry_run: _DryRun = False,
    json: Json = False,
) -> int:
    """Take over the names that other programs gave to faces in your photos."""
    from app.services.handover import names_in, sources

    with workspace() as opened, typed(source):
        plan = sources.plan(opened, source, opened.progress, options().cancel, contacts=contacts)
        wanted = None if people is None else {name.casefold() for name in people}
        chosen = [
            one for one in plan.people if one.usable and (wanted is None or one.name.casefold() in wanted)
        ]
        if not json:
            _tell_plan(plan)
        changes = None
        if chosen and not dry_run:
            name = Path(source).name
            changes = names_in.take_over(opened, chosen, name, opened.progress, options().cancel)
    if json:
        output.emit(_plan(plan) | {"named": 0 if changes is None else len(changes.faces)})
    elif changes is not None:
        tell_changes(changes, json=False)
    else:
        output.note(say("Nothing was taken over."))
    return PARTLY if plan.failed else 0


def _plan(plan: "NamesPlan") -> dict[str, Any]:
    return {
        "people": [
            {
                "person": one.name,
                "faces": len(one.faces),
                "same": one.same,
                "kept": one.kept,
                "drawn": len(one.places),
                "missing": one.missing,
                "odd": one.odd,
            }
            for one in plan.people
        ],
        "photos": plan.photos,
        "unknown": plan.unknown,
        "failed": output.failures(plan.failed),
    }


def _tell_plan(plan: "NamesPlan") -> None:
    if plan.people:
        table = output.Table(
            say("person"),
            say("to name"),
            say("same"),
            say("kept"),
            say("to draw"),
            say("no face"),
            say("what is odd"),
            right=[1, 2, 3, 4, 5],
        )
        for one in plan.people:
            table.row(one.name, len(one.faces), one.same, one.kept, len(one.places), one.missing, one.odd)
        table.show()
    output.complain_of(plan.failed)
    if plan.unknown:
        output.note(
            say_n(
                "{n} picture with names is not in the gallery yet: import its folder first.",
                "{n} pictures with names are not in the gallery yet: import their folder first.",
                plan.unknown,
            )
        )


def xmp(
    people: _People = None,
    folder: Annotated[
        Path | None, typer.Option("--folder", help=say("Only photos below this folder."))
    ] = None,
    in_files: Annotated[
        bool, typer.Option("--in-files", help=say("Write into the JPEG files themselves too."))
    ] = False,
    dry_run: _DryRun = False,
    json: Json = False,
) -> int:
    """Write who is in your photos beside them, as XMP that other programs read."""
    from app.services.handover import names_out

    with workspace() as opened:
        wanted = names_out.Wanted(_found(opened, people), folder, in_files, dry_run)
        result = names_out.write_names(opened, wanted, opened.progress, options().cancel)
    if json:
        output.emit(_written(result))
    else:
        _tell_written(result, dry_run=dry_run)
    return PARTLY if result.failed else 0


def _found(opened: "Workspace", names: list[str] | None) -> set[int] | None:
    from app.services.people import browse

    return None if names is None else {browse.find(opened, name) for name in names}


def _written(result: "NamesWritten") -> dict[str, Any]:
    return {
        "photos": result.photos,
        "names": result.names,
        "written": result.written,
        "same": result.same,
        "failed": output.failures(result.failed),
    }


def _tell_written(result: "NamesWritten", *, dry_run: bool) -> None:
    files = say_n("{n} file", "{n} files", result.written)
    names = say_n("{n} name", "{n} names", result.names)
    photos = say_n("{n} photo", "{n} photos", result.photos)
    said = (
        say("{names} in {photos}: {files} would be written.", names=names, photos=photos, files=files)
        if dry_run
        else say("{names} in {photos}: {files} written.", names=names, photos=photos, files=files)
    )
    output.tell(said)
    if result.same:
        output.note(
            say_n(
                "{n} file is as it should be already.",
                "{n} files are as they should be already.",
                result.same,
            )
        )
    output.complain_of(result.failed)


def photos(
    folder: Annotated[
        Path, typer.Argument(help=say("The folder to copy into; it gets one for each person."))
    ],
    people: _People = None,
    json: Json = False,
) -> int:
    """Copy the photos of people into a folder for each."""
    from app.services.handover import copies

    with workspace() as opened, typed(folder):
        result = copies.copy_photos(opened, folder, _found(opened, people), opened.progress, options().cancel)
    if json:
        output.emit({"copied": result.written, "same": result.same, "failed": output.failures(result.failed)})
    else:
        output.tell(
            say_n("Copied {n} photo to {path}.", "Copied {n} photos to {path}.", result.written, path=folder)
        )
        output.complain_of(result.failed)
    return PARTLY if result.failed else 0


def table(
    file: Annotated[Path, typer.Argument(help=say("A .csv or .json file to write."))],
    people: _People = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Write who is on which photo, and where, to a CSV or JSON file."""
    from app.services.handover import tables

    with workspace() as opened:
        count = tables.write_table(opened, file, _found(opened, people), overwrite=overwrite)
    _tell_faces(file, count, json)


def sheet(
    file: Annotated[Path, typer.Argument(help=say("An .html file to write."))],
    people: _People = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Write a contact sheet: the faces of people on one page that needs nothing else."""
    from app.services.handover import sheet as service

    with workspace() as opened:
        count = service.write_sheet(opened, file, _found(opened, people), overwrite=overwrite)
    _tell_faces(file, count, json)


def _tell_faces(file: Path, count: int, json: bool) -> None:
    if json:
        output.emit({"path": str(file), "faces": count})
    else:
        output.tell(say_n("Wrote {n} face to {path}.", "Wrote {n} faces to {path}.", count, path=file))


def library(
    file: Annotated[Path, typer.Argument(help=say("The file to write."))],
    without_models: Annotated[
        bool, typer.Option("--without-models", help=say("Leave models retrained on these people out."))
    ] = False,
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Write the whole library to one file: people, faces, what was said of them, models, where photos are."""
    from app.services.handover import library as service

    with workspace() as opened:
        done = service.export_library(opened, file, with_networks=not without_models, overwrite=overwrite)
    if json:
        output.emit({"path": str(file), "bytes": done.size, "models": done.networks, "left": done.left})
        return
    size = Number(done.size / 1e6, 1)
    output.tell(say("Wrote the library to {path} ({megabytes} MB).", path=file, megabytes=size))
    if done.networks:
        output.tell(
            say_n("{n} retrained model went along.", "{n} retrained models went along.", done.networks)
        )
    if done.left:
        output.note(
            say_n(
                "{n} retrained model did not go along: who it learned from is gone or agrees no more.",
                "{n} retrained models did not go along: who they learned from is gone or agrees no more.",
                done.left,
            )
        )


def import_library(
    file: Annotated[Path, typer.Argument(help=say("A file that kith export library wrote."))],
    dry_run: _DryRun = False,
    without_models: Annotated[
        bool, typer.Option("--without-models", help=say("Leave models retrained on these people out."))
    ] = False,
    json: Json = False,
) -> None:
    """Bring another library into this one: merged with what is there, as one change."""
    from app.services.handover import library as service

    with workspace() as opened, typed(file):
        plan = service.plan_library(opened, file)
        if without_models:
            plan = replace(plan, networks=0)
        if not json:
            _tell_library(plan)
        changes = None
        if plan.changes and not dry_run:
            changes = service.import_library(opened, file, with_networks=not without_models)
    if json:
        output.emit(_library(plan) | {"done": changes is not None})
    elif changes is not None:
        tell_changes(changes, json=False)
    else:
        output.note(say("Nothing was brought in."))


def _library(plan: "LibraryPlan") -> dict[str, Any]:
    people = [
        {
            "person": one.name,
            "called": one.called,
            "known": one.known,
            "faces": one.faces,
            "named": one.named,
            "same": one.same,
            "kept": one.kept,
            "odd": one.odd,
        }
        for one in plan.people
    ]
    counts = {name: getattr(plan, name) for name in ("photos", "same", "faces", "present", "said")}
    return {"people": people} | counts | {"models": plan.networks}


def _tell_library(plan: "LibraryPlan") -> None:
    table = output.Table(
        say("person"),
        say("to add"),
        say("to name"),
        say("same"),
        say("kept"),
        say("what is odd"),
        right=[1, 2, 3, 4],
    )
    for one in plan.people:
        table.row(one.called, one.faces, one.named, one.same, one.kept, one.odd)
    if plan.people:
        table.show()
    new = say_n("{n} photo is new", "{n} photos are new", plan.photos)
    known = say_n("{n} is here already", "{n} are here already", plan.same)
    output.tell(say("{new}, {known}.", new=new, known=known))
    if plan.said:
        output.tell(say_n("{n} answer is new.", "{n} answers are new.", plan.said))
    if plan.networks:
        output.tell(say_n("{n} retrained model is new.", "{n} retrained models are new.", plan.networks))
