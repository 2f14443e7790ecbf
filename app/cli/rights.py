"""Commands about what people agreed to, what is kept of them, and who looked: withdraw, lapsed, access."""

from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli import output
from app.cli.erasing import DryRun, Receipt, check_receipt, keep_receipt, note_clock, tell_erased
from app.cli.exits import PARTLY
from app.cli.history import tell_changes
from app.cli.people import Name
from app.cli.session import Json, Overwrite, options, register, workspace
from app.core import reserve
from app.core.errors import UsageError
from app.core.text import quote, say, say_n
from app.domain.access import Access
from app.domain.consent import Lapsed

if TYPE_CHECKING:
    from app.domain.erasure import Erasure


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    register(app, withdraw, lapsed, access)


def withdraw(name: Name, json: Json = False) -> None:
    """Note that someone withdraws what they agreed to: they are matched no more, from now on."""
    from app.services.people import browse, rights

    with reserve.lent(options().data_dir), workspace() as opened:  # to open the gallery takes room, too
        tell_changes(rights.withdraw(opened, browse.find(opened, name)), json)


def lapsed(
    forget: Annotated[bool, typer.Option("--forget", help=say("Erase them for good."))] = False,
    dry_run: DryRun = False,
    daily: Annotated[
        bool | None,
        typer.Option(
            "--daily/--no-daily",
            help=say("Erase such people by themselves from now on, as Kith starts and daily; or no more."),
        ),
    ] = None,
    within: Annotated[
        int | None,
        typer.Option(
            "--within", metavar="DAYS", min=1, max=36_500, help=say("Those whose term ends in so many days.")
        ),
    ] = None,
    receipt: Receipt = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> int:
    """List who agrees no more: they withdrew, or the term is over; or whose term ends soon."""
    from app.services.people import rights

    if within is not None:
        _tell_ending(within, json, alone=not (forget or dry_run or receipt or daily is not None))
        return 0
    if receipt is not None and (dry_run or not forget):
        raise UsageError(say("--receipt says nothing without --forget"))
    check_receipt(receipt, overwrite=overwrite)
    with reserve.lent(options().data_dir) if forget or dry_run else nullcontext(), workspace() as opened:
        if daily is not None:
            opened.choose(erase_lapsed=daily)
        over, itself = rights.lapsed(opened), opened.settings.erase_lapsed
        note_clock(opened)
        erase = rights.would_forget_lapsed if dry_run else rights.forget_lapsed
        done = erase(opened) if forget or dry_run else None
        code = 0 if done is None or dry_run else keep_receipt(receipt, done, overwrite=overwrite)
    if json:
        people = [{"name": one.name, "reason": one.reason} for one in over]
        erased = {} if done is None else {"would_erase" if dry_run else "erased": done.counts()}
        output.emit({"people": people, "daily": itself} | erased)
    else:
        _tell_lapsed(over, done, itself, would=dry_run)
    return code


def _tell_lapsed(over: list[Lapsed], done: "Erasure | None", itself: bool, *, would: bool) -> None:
    """Say who agrees no more, what became of them, and whether they are erased by themselves."""
    if over:
        table = output.Table(say("person"), say("why"))
        for one in over:
            table.row(one.name, one.reason)
        table.show()
        if done is not None:
            tell_erased(done, False, would=would)
        elif not itself:
            output.note(say("They are matched no more. To erase them for good: kith lapsed --forget"))
    else:
        output.note(say("Everyone of whom a consent is kept still agrees."))
    if itself:
        output.note(say("They are erased as the window starts or visits begin to be kept, and daily."))


def _tell_ending(days: int, json: bool, *, alone: bool) -> None:
    from app.services.people import rights

    if not alone:
        raise UsageError(say("--within only lists whose term ends soon: leave the other options out"))
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
