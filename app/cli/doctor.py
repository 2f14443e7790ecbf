"""The doctor command: is everything there that Kith needs?"""

import typer

from app.cli import output
from app.cli.exits import CANNOT_START
from app.cli.session import Json, command, workspace
from app.core.errors import StartError


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
        found = [("data folder", False, str(error))]
    if json:
        output.emit({"checks": [{"name": name, "ok": ok, "detail": detail} for name, ok, detail in found]})
    else:
        table = output.table("", "check", "found")
        for name, ok, detail in found:
            table.add_row("[green]ok[/]" if ok else "[bold red]no[/]", name, output.shown(detail))
        output.stdout.print(table)
    return 0 if all(ok for _, ok, _ in found) else CANNOT_START
