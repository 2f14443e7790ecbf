"""The doctor command: is everything there that Kith needs?"""

from dataclasses import asdict
from typing import Annotated

import typer

from app.cli import output, passphrases
from app.cli.exits import CANNOT_START
from app.cli.session import Json, options, register, workspace
from app.core.errors import StartError
from app.core.text import NOTHING, Text, in_a_row, say, say_n
from app.domain.check import Check


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, doctor)


Repair = Annotated[bool, typer.Option("--repair", help=say("Mend what can be, then look again."))]


def doctor(json: Json = False, repair: Repair = False) -> int:
    """Check this computer: libraries, device, data folder, gallery and its rows, models."""
    from app.services.workspace.checks import checks

    mended: list[Text] = []
    try:
        if repair:
            mended = _repaired()
        with workspace() as opened:
            found = checks(opened)
    except StartError as error:
        found = [
            Check(say("data folder"), False, in_a_row(error.what, error.why, NOTHING), "folder", error.remedy)
        ]
    if json:
        output.emit({"checks": [asdict(check) for check in found], "mended": mended})
    else:
        _show(found, mended)
    return 0 if all(check.ok for check in found) else CANNOT_START


def _repaired() -> list[Text]:
    """Mend what can be, and say what was."""
    from app.core import private
    from app.services.photos.mending import mend
    from app.services.workspace.checks import tidy
    from app.services.workspace.encryption import put_back

    root = options().data_dir
    rights = len(private.tighten(root))
    first = [say_n("{n} file is yours alone now", "{n} files are yours alone now", rights)] if rights else []
    if key_file := put_back(root, lambda: passphrases.given(options().passphrase_file)):
        first.append(key_file)
    with workspace() as opened:
        return [*first, *tidy(opened), *mend(opened, options().cancel)]


def _show(found: list[Check], mended: list[Text]) -> None:
    for text in mended:
        output.tell(text)
    table = output.Table(NOTHING, say("check"), say("found"))
    for check in found:
        mark = output.green(say("ok")) if check.ok else output.red(say("no"))
        table.row(mark, check.name, check.detail)
    table.show()
    for check in found:
        if check.remedy and not check.ok:
            output.note(in_a_row(check.name, check.remedy, NOTHING))
    if any(check.mendable for check in found):
        output.note(say("kith doctor --repair mends what can be."))
