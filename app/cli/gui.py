"""The gui and lock commands. The window lies above the command line: `__main__` hands in how to open it."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from app.cli import output, passphrases
from app.cli.session import options, register
from app.core.errors import UsageError
from app.core.text import say
from app.keys import header
from app.keys.unlocking import unlock

Locked = Annotated[
    bool, typer.Option("--locked", help=say("Ask first, even where the system's keyring has the key."))
]

OpenWindow = Callable[[Path, str, bool], int]
"""Opens the window of a data folder, models on a device, perhaps locked; the exit code once it is closed."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, gui, lock)


def gui(context: typer.Context, locked: Locked = False) -> int:
    """Open the window. This is what kith does without a command."""
    open_window: OpenWindow = context.obj
    chosen = options()
    if chosen.passphrase_file is not None and not locked:
        unlock(chosen.data_dir, passphrases.given(chosen.passphrase_file) or "")
    return open_window(chosen.data_dir, chosen.device, locked)


def lock() -> None:
    """Lock the window that is open on an encrypted gallery: it asks for the passphrase again."""
    from app.engine.single_instance import lock_other

    folder = options().data_dir
    if header.holder(folder) is None:
        raise UsageError(say("The gallery is not encrypted"), remedy=say("kith encrypt on encrypts it"))
    if lock_other(folder):
        output.tell(say("Locked."))
    else:
        output.tell(say("No window of Kith is open on {folder}.", folder=folder))
