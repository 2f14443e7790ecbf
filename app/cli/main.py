"""The `kith` program: global options and the list of commands."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from app.cli import (
    backup,
    demo,
    doctor,
    encrypt,
    erasing,
    evaluate,
    finding,
    gui,
    handover,
    history,
    library,
    models,
    people,
    photos,
    pictures,
    presence,
    rights,
    training,
    watching,
)
from app.cli.exits import CANNOT_START, report_bug, unheard
from app.cli.gui import OpenWindow
from app.cli.launch import data_folder
from app.cli.output import UnheardError
from app.cli.passphrases import FILE_VARIABLE
from app.cli.session import Options, begin, command
from app.cli.usage import Group, UsageError
from app.core import language, log
from app.core.progress import CancelToken
from app.core.text import say

_log = log.Log(__name__)

app = typer.Typer(
    name="kith",
    cls=Group,
    help=say(
        "Kith learns the faces you show it: enrol, recognise, sort photos, retrain. All on your computer. "
        "Without a command it opens its window. A name is a likeness, no proof of who somebody is: "
        "let none open a door or an account."
    ),
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (
    gui,
    people,
    erasing,
    rights,
    pictures,
    finding,
    handover,
    history,
    photos,
    library,
    watching,
    presence,
    models,
    training,
    evaluate,
    doctor,
    encrypt,
    backup,
    demo,
):
    group.add_to(app)


@app.callback()
def _options(
    context: typer.Context,
    data_dir: Annotated[
        Path | None,
        typer.Option("--data-dir", envvar="KITH_DATA_DIR", help=say("Folder that holds all Kith keeps.")),
    ] = None,
    device: Annotated[str, typer.Option(help=say("Where models run: cpu or cuda; auto: as set."))] = "auto",
    detector: Annotated[str | None, typer.Option(help=say("Face detector: yunet or mtcnn."))] = None,
    json: Annotated[
        bool, typer.Option("--json", help=say("Print one JSON document and nothing else."))
    ] = False,
    passphrase_file: Annotated[
        Path | None,
        typer.Option(
            "--passphrase-file",
            envvar=FILE_VARIABLE,
            help=say("Read the passphrase of an encrypted gallery from a file, or - for stdin."),
        ),
    ] = None,
    verbose: Annotated[
        bool, typer.Option("--verbose", help=say("Tell details on standard error too."))
    ] = False,
    spoken: Annotated[  # heeded by `Group`, before anything is said
        str | None, typer.Option("--language", help=say("What Kith speaks here: en or de."))
    ] = None,
) -> None:
    if spoken is not None and (why := language.refusal(spoken)):
        raise UsageError(language.shown(why), context)
    folder = data_dir or data_folder()
    begin(Options(folder, device, detector, json, CancelToken(), passphrase_file))
    _begin_log(context.invoked_subcommand or "gui", folder, verbose)
    if context.invoked_subcommand is None:
        command(gui.gui)(context)


def _begin_log(name: str, folder: Path, verbose: bool) -> None:
    log.start("window" if name == "gui" else "cli", folder, verbose=verbose)
    if name != "gui":
        log.versions("kith")
    _log.info("command started", command=log.Code(name))


def main(open_window: OpenWindow) -> int:
    """Run the program.

    Args:
        open_window: How to open the window.

    Returns:
        Its exit code: 0 done, 1 done but some inputs failed, 2 wrong usage, 3 cannot start, 70 a bug in
        Kith, 130 stopped by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a narrow terminal must not stop a job
    try:
        code = app(standalone_mode=True, obj=open_window)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else CANNOT_START
    except UnheardError as error:
        return unheard(error)
    except Exception:  # noqa: BLE001 - the last resort: whatever it is, it is our fault, and worth a report
        return report_bug()
    finally:
        log.stop()
    return int(code or 0)
