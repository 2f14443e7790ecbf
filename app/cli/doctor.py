"""The doctor command: is everything there that Kith needs?"""

from dataclasses import asdict

import typer

from app.cli import output
from app.cli.exits import CANNOT_START
from app.cli.session import Json, command, workspace
from app.core.errors import StartError
from app.core.text import say
from app.domain.check import Check


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    app.command("doctor")(command(doctor))


def doctor(json: Json = False) -> int:
    """Check this computer: libraries, device, data folder, gallery, models."""
    from app.services.workspace.checks import checks

    try:
        with workspace() as opened:
            found = checks(opened)
    except StartError as error:
        found = [Check(say("data folder"), ok=False, detail=error.text)]
    if json:
        output.emit({"checks": [asdict(check) for check in found]})
    else:
        table = output.table("", "check", "found")
        for check in found:
            mark = "[green]ok[/]" if check.ok else "[bold red]no[/]"
            table.add_row(mark, check.name, output.shown(check.detail))
        output.stdout.print(table)
    return 0 if all(check.ok for check in found) else CANNOT_START
