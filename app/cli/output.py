"""What the command line prints: one JSON document, or text and tables; progress and errors go elsewhere."""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from app.core.errors import KithError
from app.core.progress import Progress as Step
from app.core.progress import ProgressSink
from app.core.text import plain
from app.domain.failure import Failure

SPELLING = "Check the spelling of the path"
"""What to do where a path leads nowhere: on the command line each was typed."""

stdout = Console(highlight=False, emoji=False)
stderr = Console(stderr=True, highlight=False, emoji=False)


def emit(document: Any) -> None:
    """Print one JSON document on a line of standard output, at once.

    It is pure ASCII, so that any path survives: bytes that are no characters come out as lone surrogates.
    """
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def shown(text: str | Path) -> str:
    """Make any text fit for a terminal: no markup, and whatever the terminal would obey as escapes."""
    return escape(plain(text))


def say(text: str) -> None:
    """Print a line that is part of the answer."""
    stdout.print(text, soft_wrap=True)


def note(text: str) -> None:
    """Print a line about how it went, on standard error."""
    stderr.print(text, soft_wrap=True)


def complain(error: KithError) -> None:
    """Print an error: what happened, why, and what to do."""
    why = f" [dim]({shown(error.why)})[/]" if error.why else ""
    starts_with_word = error.what.partition(" ")[0].isalpha()  # and not with a path of the user's
    what = error.what[:1].upper() + error.what[1:] if starts_with_word else error.what
    note(f"[bold red]{shown(what)}[/]{why}")
    if error.remedy:
        note(shown(error.remedy) + ".")


def complain_of(failed: list[Failure]) -> None:
    """Name each input that could not be used, and why."""
    for failure in failed:
        hint = f". {SPELLING}" if is_missing(failure.path) else ""
        note(f"[yellow]{shown(failure.path)}[/]: {shown(failure.reason)}{hint}")


def is_missing(path: str | Path) -> bool:
    """Whether this is a path, not a camera or an address, and nothing is there."""
    text = str(path)
    return not (text.isdecimal() or "://" in text or os.path.lexists(text))


def tell_videos(count: int) -> None:
    """Say how many videos in folders of photos were left out."""
    if count:
        note(f"[dim]{'1 video was' if count == 1 else f'{count} videos were'} left out.[/]")


def failures(failed: list[Failure]) -> list[dict[str, str]]:
    """The same, for JSON."""
    return [{"path": failure.path, "reason": failure.reason} for failure in failed]


def table(*columns: str) -> Table:
    """An empty table in the house style."""
    made = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        right = column.startswith(">")
        made.add_column(column.removeprefix(">"), justify="right" if right else "left", overflow="fold")
    return made


class _Rate(ProgressColumn):
    """Units a second, once that can be told."""

    def render(self, task: Task) -> Text:
        return Text("" if task.speed is None else f"{task.speed:.1f}/s", style="dim")


@contextmanager
def progress_bar() -> Iterator[ProgressSink]:
    """Show count, bar and time left on standard error while a job runs; nothing where that is no terminal.

    What is printed meanwhile appears above the bar, but only on a terminal: a standard output that leads
    elsewhere is left alone.
    """
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    shown_here, both = stderr.is_terminal, stdout.is_terminal
    with Progress(
        *columns, console=stderr, transient=True, disable=not shown_here, redirect_stdout=both
    ) as bars:
        bar: TaskID | None = None

        def sink(step: Step) -> None:
            nonlocal bar
            label = plain(step.label[:40])
            if bar is None:
                bar = bars.add_task(label, total=step.total or None)
            bars.update(bar, completed=step.done, total=step.total or None, description=label)

        yield sink
