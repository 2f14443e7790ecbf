"""Commands about who came and went: presence on, off, list, export, correct, delete."""

import shlex
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.cli import output
from app.cli.session import Json, Overwrite, parsed_day, register, when_bare, workspace
from app.cli.usage import Group
from app.core import language
from app.core.errors import StorageError, UsageError
from app.core.text import NOTHING, Text, masked, say, say_n
from app.domain.changes import Changes
from app.domain.visit import Visit, VisitFilter

if TYPE_CHECKING:
    from app.services.workspace import Workspace

_Person = Annotated[str | None, typer.Option("--person", help=say("Visits of this person alone."))]
_Day = Annotated[
    str | None, typer.Option("--day", metavar="YYYY-MM-DD", help=say("Visits that began on this day alone."))
]
_Source = Annotated[str | None, typer.Option("--source", help=say("Visits at this source alone."))]
_Number = Annotated[int, typer.Argument(help=say("A visit's number, as listed."))]

_presence = typer.Typer(cls=Group, help=say("Who came and went: off until you turn it on."))


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    when_bare(_presence, status)
    register(_presence, on, off, list_, actions, secret, correct, delete, export)
    app.add_typer(_presence, name="presence")


def status(json: Json = False) -> None:
    """Say whether visits are kept."""
    from app.services.presence import visits

    with _swept() as opened:
        found = visits.status(opened)
        days = opened.settings.visit_days
    if json:
        output.emit({"on": found.on, "today": found.today, "days": days})
        return
    if found.on:
        output.tell(say_n("Visits are kept for {n} day.", "Visits are kept for {n} days.", days))
    else:
        output.tell(say("Visits are not kept. To keep them: kith presence on"))
    output.tell(say_n("{n} visit began today.", "{n} visits began today.", found.today))


@contextmanager
def _swept() -> Iterator["Workspace"]:
    """Open the data folder, and let visits go that are past their days: a window may never be opened."""
    from app.services.presence import over

    with workspace() as opened:
        with suppress(StorageError):  # they can be read all the same
            if (late := over.erase(opened, lapsed=False, deleted=False)) is not None:
                output.note(late.text)
        yield opened


def on(json: Json = False) -> None:
    """Keep who comes and goes, from now on, while something is watched."""
    _turn(on=True, json=json)


def off(json: Json = False) -> None:
    """Keep no more visits. Those kept stay until they are deleted or too old."""
    _turn(on=False, json=json)


def _turn(*, on: bool, json: bool) -> None:
    with workspace() as opened:
        opened.choose(presence=on)
        days = opened.settings.visit_days
    if json:
        output.emit({"on": on, "days": days})
    elif on:
        output.tell(
            say_n(
                "Visits are kept from now on, each for {n} day.",
                "Visits are kept from now on, each for {n} days.",
                days,
            )
        )
    else:
        output.tell(say("Visits are not kept any more."))


def actions(
    run: Annotated[
        str | None,
        typer.Option("--run", help=say("A program with its arguments, run as someone comes or goes.")),
    ] = None,
    webhook: Annotated[
        str | None, typer.Option("--webhook", help=say("An address that is posted each visit as JSON."))
    ] = None,
    mqtt: Annotated[
        str | None, typer.Option("--mqtt", help=say("An MQTT broker, as mqtt://user@host:1883."))
    ] = None,
    json: Json = False,
) -> None:
    """Say what is done as someone comes or goes, or change it; an empty text turns one off."""
    words = None if run is None else _words(run)
    given = {"visit_command": words, "visit_webhook": webhook, "visit_mqtt": mqtt}
    chosen = {name: value for name, value in given.items() if value is not None}
    with workspace() as opened:
        if chosen:
            opened.choose(**chosen)
        now = opened.settings
    address = masked(now.visit_webhook)
    if json:
        output.emit({"run": list(now.visit_command), "webhook": address, "mqtt": now.visit_mqtt})
        return
    table = output.Table(say("action"), NOTHING)
    for name, value in (
        ("run", shlex.join(now.visit_command)),
        ("webhook", address),
        ("mqtt", now.visit_mqtt),
    ):
        table.row(f"--{name}", value)
    table.show()


def _words(run: str) -> tuple[str, ...]:
    try:
        return tuple(shlex.split(run))
    except ValueError as error:
        raise UsageError(say("a quotation mark in {text} is not closed", text=run)) from error


def secret(
    of: Annotated[Literal["mqtt", "webhook"], typer.Argument(help=say("mqtt or webhook."))],
    json: Json = False,
) -> None:
    """Keep the password of the MQTT broker, or the token of the webhook, in the system's keyring."""
    from app.services.presence import secrets

    asked = language.shown(say("Secret: "))
    value = getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    secrets.keep(of, value)
    if of == "webhook":
        with workspace() as opened:
            opened.choose(webhook_token=bool(value))
    if json:
        output.emit({"kept": bool(value)})
    else:
        output.tell(say("Kept in the keyring.") if value else say("Forgotten."))


def list_(person: _Person = None, day: _Day = None, source: _Source = None, json: Json = False) -> None:
    """List visits, the newest first."""
    from app.services.presence import export, visits

    with _swept() as opened:
        found = visits.listed(opened, _wanted(opened, person, day, source))
    if json:
        output.emit({"visits": [export.document(visit) for visit in found]})
        return
    if not found:
        output.note(say("There are no such visits."))
        return
    table = output.Table(
        say("visit"), say("person"), say("source"), say("arrived"), say("left"), NOTHING, right=[0]
    )
    for visit in found:
        who = visit.name or say("nobody known")
        left = say("still here") if visit.left is None else visit.left
        table.row(visit.id, who, visit.source, visit.arrived, left, _note(visit))
    table.show()


def _note(visit: Visit) -> Text:
    return NOTHING if visit.said is None else say("said to be {name}", name=visit.said)


def export(
    file: Annotated[Path, typer.Argument(help=say("A .csv or .json file to write."))],
    person: _Person = None,
    day: _Day = None,
    source: _Source = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Write visits to a CSV or JSON file."""
    from app.services.presence import export as service
    from app.services.presence import visits

    with _swept() as opened:
        found = visits.listed(opened, _wanted(opened, person, day, source))
        service.write(found, file, opened.folder.root, overwrite=overwrite)
    if json:
        output.emit({"path": str(file), "visits": len(found)})
    else:
        output.tell(say_n("Wrote {n} visit to {path}.", "Wrote {n} visits to {path}.", len(found), path=file))


def correct(
    visit: _Number,
    name: Annotated[str | None, typer.Argument(help=say("Who it really was."))] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help=say("It was nobody known."))] = False,
    json: Json = False,
) -> None:
    """Say who a visit really was of; who it was said to be is kept beside it."""
    from app.services.presence import visits

    if (name is None) is not nobody:
        raise UsageError(say("correct wants either a name, or --nobody"))
    with workspace() as opened:
        _done(visits.correct(opened, visit, name), json)


def delete(
    numbers: Annotated[list[int], typer.Argument(help=say("Numbers of visits, as listed."))],
    json: Json = False,
) -> None:
    """Delete visits."""
    from app.services.presence import visits

    with workspace() as opened:
        _done(visits.delete(opened, set(numbers)), json)


def _done(changes: Changes, json: bool) -> None:
    if json:
        output.emit({"done": changes.label, "visits": sorted(changes.visits)})
    else:
        output.tell(say("{text}.", text=changes.label))


def _wanted(opened: "Workspace", person: str | None, day: str | None, source: str | None) -> VisitFilter:
    """What the options ask for.

    Raises:
        UsageError: There is no such person, or that is no day.
    """
    from app.services.people import browse

    known = None if person is None else browse.find(opened, person)
    on_day = None if day is None else parsed_day(day)
    return VisitFilter(known, on_day, on_day, source)
