"""Commands about what was done: history, undo, redo."""

from typing import Annotated

import typer

from app.cli import output
from app.cli.session import Json, register, workspace
from app.core.errors import UsageError
from app.core.text import Text, quote, say
from app.domain.changes import Changes
from app.domain.journal import JournalEntry


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, history, undo, redo)


def history(
    person: Annotated[str | None, typer.Option("--person", help=say("Only what was done with them."))] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help=say("How many changes at most."))] = 20,
    json: Json = False,
) -> None:
    """Say what was done, newest first, with the numbers that undo takes."""
    from app.services.people import browse
    from app.services.workspace import activity

    with workspace() as opened:
        known = None if person is None else browse.find(opened, person)
        entries = activity.history(opened, limit, known)
    if json:
        output.emit({"changes": [_document(entry) for entry in entries]})
    elif entries:
        _tell(entries)
    else:
        output.note(say("Nothing was done yet."))


def undo(
    alone: Annotated[
        int | None, typer.Option("--alone", help=say("Take back this one change, by its number in history."))
    ] = None,
    back_to: Annotated[
        int | None, typer.Option("--back-to", help=say("Take back all that was done after this change."))
    ] = None,
    json: Json = False,
) -> None:
    """Take back the last change: an enrolment, a renaming, a merge."""
    from app.services.workspace import activity

    if alone is not None and back_to is not None:
        raise UsageError(say("--alone and --back-to do not go together"))
    with workspace() as opened:
        if alone is not None:
            changes = activity.undo_alone(opened, alone)
        elif back_to is not None:
            changes = activity.undo_back_to(opened, back_to)
        else:
            changes = activity.undo(opened)
    tell_changes(changes, json)


def redo(json: Json = False) -> None:
    """Do again what was undone last, unless something else was done since."""
    from app.services.workspace import activity

    with workspace() as opened:
        changes = activity.redo(opened)
    tell_changes(changes, json)


def tell_changes(changes: Changes, json: bool) -> None:
    """Say what was done."""
    if json:
        output.emit({"done": changes.label, "people": len(changes.people), "faces": len(changes.faces)})
    else:
        output.tell(say("{text}.", text=changes.label))


def _document(entry: JournalEntry) -> dict[str, object]:
    return {
        "id": entry.id,
        "kind": entry.kind,
        "at": entry.at.isoformat(),
        "undone": not entry.stands,
        "done": entry.label,
        **output.said(entry.label),
    }


def _tell(entries: list[JournalEntry]) -> None:
    table = output.Table(say("number"), say("when"), say("what"), right=[1])
    for entry in entries:
        label = entry.label if entry.stands else say("{change} (undone)", change=entry.label)
        table.row(entry.id, _moment(entry), label)
    table.show()


def _moment(entry: JournalEntry) -> Text:
    return quote(f"{entry.at.astimezone():%Y-%m-%d %H:%M}")
