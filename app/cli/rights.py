"""Commands about what people agreed to, what is kept of them, and who looked: withdraw, lapsed, access."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output
from app.cli.exits import PARTLY
from app.cli.history import tell_changes
from app.cli.people import Name
from app.cli.session import Json, register, workspace
from app.core.errors import UsageError
from app.core.text import quote, say, say_n
from app.domain.access import Access
from app.domain.erasure import erased_text


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, withdraw, lapsed, access)


def withdraw(name: Name, json: Json = False) -> None:
    """Note that someone withdraws what they agreed to: they are matched no more, from now on."""
    from app.services.people import browse, rights

    with workspace() as opened:
        tell_changes(rights.withdraw(opened, browse.find(opened, name)), json)


def lapsed(
    forget: Annotated[bool, typer.Option("--forget", help=say("Erase them for good."))] = False,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="DAYS", min=1, max=36_500, help=say("Those whose term ends in so many days.")
        ),
    ] = None,
    json: Json = False,
) -> None:
    """List who agrees no more: they withdrew, or the term is over; or whose term ends soon."""
    from app.services.people import rights

    if within is not None:
        _tell_ending(within, forget, json)
        return
    with workspace() as opened:
        over = rights.lapsed(opened)
        done = rights.forget_lapsed(opened) if forget else None
    if json:
        people = [{"name": one.name, "reason": one.reason} for one in over]
        output.emit({"people": people} | ({} if done is None else {"erased": done.counts()}))
        return
    if not over:
        output.note(say("Everyone of whom a consent is kept still agrees."))
        return
    table = output.Table(say("person"), say("why"))
    for one in over:
        table.row(one.name, one.reason)
    table.show()
    if done is not None:
        output.tell(erased_text(done))
    else:
        output.note(say("They are matched no more. To erase them for good: kith lapsed --forget"))


def _tell_ending(days: int, forget: bool, json: bool) -> None:
    from app.services.people import rights

    if forget:
        raise UsageError(say("--forget erases who agrees no more: leave --within out"))
    with workspace() as opened:
        soon = rights.ending(opened, days)
    if json:
        output.emit({"people": [{"name": one.name, "until": str(one.consent.until)} for one in soon]})
    elif soon:
        table = output.Table(say("person"), say("why"))
        for one in soon:
            table.row(one.name, one.reason)
        table.show()
    else:
        output.note(say("No term ends by then."))


def access(
    name: Annotated[str | None, typer.Option("--person", help=say("Only what concerns them."))] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help=say("Say whether every entry is as it was written."))
    ] = False,
    json: Json = False,
) -> int:
    """Say how often people were looked for, read in, exported and erased, and when. Numbers, no names."""
    from app.services.people import browse, rights

    with workspace() as opened:
        person = None if name is None else browse.find(opened, name)
        entries = rights.access_log(opened, person)
        broken, seal = rights.broken_access(opened)
    if json:
        listed = [asdict(one) | {"at": one.at.isoformat()} for one in entries]
        output.emit({"entries": listed, "broken": broken, "seal": seal})
    elif not verify:
        _tell(entries)
    if broken is not None:
        output.note(say("Entry {number} is not as it was written, or is missing.", number=broken))
        return PARTLY
    if verify and not json:
        output.tell(
            say_n("{n} entry, as it was written.", "{n} entries, all as they were written.", len(entries))
        )
        output.tell(say("Their seal, to be kept elsewhere and compared: {seal}", seal=seal))
    return 0


def _tell(entries: list[Access]) -> None:
    table = output.Table(
        say("number"), say("when"), say("what"), say("person"), say("count"), right=[0, 3, 4]
    )
    for one in entries:
        when = quote(f"{one.at.astimezone():%Y-%m-%d %H:%M}")
        table.row(one.id, when, one.what, quote(one.person or ""), one.count)
    table.show()


def export_person(
    name: Name,
    folder: Annotated[Path, typer.Argument(help=say("An empty folder, or one that is made."))],
    json: Json = False,
) -> None:
    """Write all that is kept of one person: faces, agreements, visits and what was done."""
    from app.services.people import rights

    with workspace() as opened:
        count = rights.export_person(opened, name, folder)
    if json:
        output.emit({"path": str(folder), "faces": count})
    else:
        output.tell(say_n("Wrote {n} face to {path}.", "Wrote {n} faces to {path}.", count, path=folder))
