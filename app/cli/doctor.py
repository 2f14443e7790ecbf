"""The doctor command: is everything there that Kith needs?"""

from dataclasses import asdict

import typer

from app.cli import output
from app.cli.exits import CANNOT_START
from app.cli.session import Json, register, workspace
from app.core.errors import StartError
from app.core.text import NOTHING, say
from app.domain.check import Check


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, doctor)


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
        table = output.Table(NOTHING, say("check"), say("found"))
        for check in found:
            mark = output.green(say("ok")) if check.ok else output.red(say("no"))
            table.row(mark, check.name, check.detail)
        table.show()
    return 0 if all(check.ok for check in found) else CANNOT_START
