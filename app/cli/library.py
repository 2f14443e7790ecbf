"""Commands about the folders of the library: library (list, add, watch, find)."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import Json, options, register, typed, up_to_date, when_bare, workspace
from app.cli.usage import Group
from app.core.text import NOTHING, Text, facts, say, say_n
from app.domain.photo import FolderState

if TYPE_CHECKING:
    from app.domain.photo import ImportReport

_library = typer.Typer(cls=Group, help=say("List the folders of the library, add, watch or find one."))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    when_bare(_library, list_folders)
    register(_library, add, watch, find, forget_places)
    app.add_typer(_library, name="library")


def list_folders(json: Json = False) -> None:
    """List the folders in which photos lie, and whether they can be reached."""
    from app.services.photos import folders as service

    with workspace() as opened:
        found = service.folders(opened)
    if json:
        documents = [
            {
                "path": str(one.path),
                "state": one.state.value,
                "watched": bool(one.watched),
                "photos": one.photos,
                "faces": one.faces,
                "failed": one.failed,
            }
            for one in found
        ]
        output.emit({"folders": documents})
        return
    table = output.Table(say("folder"), say("photos"), say("faces"), NOTHING, right=[1, 2])
    for one in found:
        gone = output.yellow(say("not where it was")) if one.state == FolderState.GONE else NOTHING
        watched = say("watched") if one.watched else NOTHING
        table.row(str(one.path), one.photos, one.faces, facts(gone, watched))
    table.show()


def add(
    folders: Annotated[
        list[Path], typer.Argument(help=say("Folders of photos and videos, read with all below them."))
    ],
    place: Annotated[
        bool | None,
        typer.Option(
            "--place/--no-place",
            help=say("Keep where photos were taken, as their tags say; else as the settings say."),
        ),
    ] = None,
    videos: Annotated[
        bool | None,
        typer.Option("--videos/--no-videos", help=say("Read videos too; else as the settings say.")),
    ] = None,
    json: Json = False,
) -> int:
    """Read folders of photos and videos into the library: what is new in them."""
    from app.services.photos.importing import import_folder

    reports = []
    with workspace() as opened:
        up_to_date(opened)
        for folder in folders:
            with typed(folder):
                read = import_folder(
                    opened, folder, opened.progress, options().cancel, places=place, videos=videos
                )
                reports.append(read)
            if not json:
                _tell(reports[-1])
    if json:
        output.emit({"folders": [_document(report) for report in reports]})
    for report in reports:
        output.tell_skipped(report.skipped)
    return PARTLY if any(report.failed for report in reports) else 0


def watch(
    folder: Annotated[Path, typer.Argument(help=say("A folder of the library."))],
    off: Annotated[bool, typer.Option("--off", help=say("Watch it no more."))] = False,
    json: Json = False,
) -> None:
    """Read what is new in a folder by itself, whenever the window is open."""
    from app.services.photos import folders as service

    with workspace() as opened:
        service.watch_folder(opened, folder, on=not off)
    if json:
        output.emit({"path": str(folder), "watched": not off})
    elif off:
        output.tell(say("{folder} is watched no more.", folder=folder))
    else:
        output.tell(say("{folder} is watched while the window is open.", folder=folder))


def find(
    old: Annotated[Path, typer.Argument(help=say("Where the folder was."))],
    new: Annotated[Path, typer.Argument(help=say("Where it is now."))],
    json: Json = False,
) -> int:
    """Take along the photos of a folder that was moved."""
    from app.services.photos.finding import find_folder

    with workspace() as opened, typed(new):
        moved = find_folder(opened, old, new, opened.progress, options().cancel)
    if json:
        output.emit({"path": str(moved.folder), "found": moved.found, "missing": moved.missing})
    else:
        found = say_n("{n} photo found in {folder}", "{n} photos found in {folder}", moved.found, folder=new)
        output.tell(say("{what}.", what=facts(found, _missing(moved.missing))))
    return PARTLY if moved.missing else 0


def forget_places(json: Json = False) -> None:
    """Forget where photos were taken, wherever that was kept."""
    from app.services.photos.upkeep import forget_places as service

    with workspace() as opened:
        gone = len(service(opened).photos)
    if json:
        output.emit({"photos": gone})
    else:
        output.tell(say_n("Of {n} photo it is forgotten.", "Of {n} photos it is forgotten.", gone))


def _missing(count: int) -> Text:
    return say_n("{n} is not there", "{n} are not there", count) if count else NOTHING


def _document(report: "ImportReport") -> dict[str, Any]:
    return {
        "path": str(report.folder),
        "photos": report.photos,
        "videos": report.videos,
        "copies": report.copies,
        "failed": output.failures(report.failed),
    } | output.skipped(report.skipped)


def _tell(report: "ImportReport") -> None:
    folder = report.folder
    read = say_n("{n} photo read in {folder}", "{n} photos read in {folder}", report.photos, folder=folder)
    copies = say_n("{n} of them a copy", "{n} of them copies", report.copies) if report.copies else NOTHING
    videos = say_n("{n} video", "{n} videos", report.videos) if report.videos else NOTHING
    output.tell(say("{what}.", what=facts(read, videos, copies)))
    output.complain_of(report.failed)
