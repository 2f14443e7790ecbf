"""The gui command: the window. It lies above the command line, so `__main__` hands in how to open it."""

from collections.abc import Callable
from pathlib import Path

import typer

from app.cli.session import options, register

OpenWindow = Callable[[Path, str], int]
"""Opens the window of a data folder, with models on a device; returns the exit code once it is closed."""


def add_to(app: typer.Typer) -> None:
    """Register the command."""
    register(app, gui)


def gui(context: typer.Context) -> int:
    """Open the window. This is what kith does without a command."""
    open_window: OpenWindow = context.obj
    return open_window(options().data_dir, options().device)
