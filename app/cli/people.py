"""Commands about people: enroll, import-people, people, rename, merge, forget, undo."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.session import Json, command, options, typed, workspace
from app.core.text import say
from app.domain.changes import Changes

if TYPE_CHECKING:
    from app.domain.person import EnrolReport

Name = Annotated[str, typer.Argument(help="A person's name, in any case.")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command("enroll")(command(enroll))
    app.command("import-people")(command(import_people))
    app.command("people")(command(people))
    app.command("rename")(command(rename))
    app.command("merge")(command(merge))
    app.command("forget")(command(forget))
    app.command("undo")(command(undo))


def enroll(
    name: Annotated[str, typer.Argument(help="Whose face it is.")],
    sources: Annotated[
        list[str],
        typer.Argument(help="Photos, folders of photos, a video, a camera's number or a stream's address."),
    ],
    json: Json = False,
) -> int:
    """Add a person, or more faces of them."""
    from app.services.enrolment import enrol

    with workspace() as opened:
        result = enrol.enrol(opened, name, sources, opened.progress, options().cancel)
    if json:
        output.emit(_document(result))
    else:
        _tell(result)
    output.tell_videos(result.videos)
    return PARTLY if result.rejected else 0


def import_people(
    folder: Annotated[Path, typer.Argument(help="A folder that holds one folder for each person.")],
    json: Json = False,
) -> int:
    """Enrol many people at once: one folder a person, named after them."""
    from app.services.enrolment import enrol

    results = []
    with workspace() as opened, typed(folder):
        plan = enrol.plan_people(opened, folder, options().cancel)
        for apart in plan.apart:
            output.note(f"{output.shown(apart)} holds several people: each folder in it is taken for one.")
        for result in enrol.enrol_planned(opened, plan, opened.progress, options().cancel):
            results.append(result)
            if not json:
                _tell(result)
    output.complain_of(plan.rejected)
    if json:
        rejected = {"rejected": output.failures(plan.rejected)} if plan.rejected else {}
        output.emit({"people": [_document(result) for result in results]} | rejected)
    output.tell_videos(sum(result.videos for result in results))
    return PARTLY if plan.rejected or any(result.rejected for result in results) else 0


def _document(result: "EnrolReport") -> dict[str, Any]:
    return {
        "person": result.name,
        "accepted": result.accepted,
        "rejected": output.failures(result.rejected),
    }


def _tell(result: "EnrolReport") -> None:
    name = output.shown(result.name)
    fresh = result.accepted - result.known
    faces = "1 face" if fresh == 1 else f"{fresh} faces"
    before = f", {result.known} enrolled before" if result.known else ""
    output.tell(f"[bold]{name}[/]: {faces} enrolled{before}")
    output.complain_of(result.rejected)


def people(json: Json = False) -> None:
    """List everyone enrolled."""
    from app.services.people import browse

    with workspace() as opened:
        everyone = browse.everyone(opened)
    if json:
        output.emit({"people": [{"name": person.name, "faces": person.faces} for person in everyone]})
        return
    if not everyone:
        output.note(say("Nobody is enrolled yet. Add someone: kith enroll NAME PHOTO..."))
        return
    table = output.table("person", ">faces", "since")
    for person in everyone:
        since = person.added_at.astimezone().strftime("%Y-%m-%d")
        table.add_row(output.shown(person.name), str(person.faces), since)
    output.stdout.print(table)


def rename(
    name: Name, new_name: Annotated[str, typer.Argument(help="What to call them.")], json: Json = False
) -> None:
    """Give someone another name."""
    from app.services.people import browse, corrections

    with workspace() as opened:
        _done(corrections.rename(opened, browse.find(opened, name), new_name), json)


def merge(
    source: Annotated[str, typer.Argument(help="Who is not a person of their own.")],
    target: Annotated[str, typer.Argument(help="Who they really are; this name stays.")],
    json: Json = False,
) -> None:
    """Make two people one."""
    from app.services.people import browse, corrections

    with workspace() as opened:
        _done(corrections.merge(opened, browse.find(opened, source), browse.find(opened, target)), json)


def forget(name: Name, json: Json = False) -> None:
    """Erase a person for good: faces, embeddings and every trace in the files. Cannot be undone."""
    from app.services.people import privacy

    with workspace() as opened:
        changes = privacy.forget(opened, name)
    if json:
        output.emit({"forgotten": name, "faces": len(changes.faces)})
    else:
        output.tell(
            f"Forgot {output.shown(name)}: {len(changes.faces)} faces erased, those of undone changes too."
        )
        output.note(
            "This cannot be undone: kith undo takes back what was done before. A model retrained on them"
        )
        output.note("keeps what it learnt; retrain, or switch to a published one with kith models use.")


def undo(json: Json = False) -> None:
    """Take back the last change: an enrolment, a renaming, a merge."""
    from app.services.workspace import activity

    with workspace() as opened:
        _done(activity.undo(opened), json)


def _done(changes: Changes, json: bool) -> None:
    if json:
        output.emit({"done": changes.label, "people": len(changes.people), "faces": len(changes.faces)})
    else:
        output.tell(f"{output.shown(changes.label)}.")
