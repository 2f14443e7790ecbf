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

from app.core import language
from app.core.errors import KithError
from app.core.progress import Progress as Step
from app.core.progress import ProgressSink
from app.core.text import Text as Said
from app.core.text import as_data, capital, plain, say, say_n
from app.domain.failure import Failure

SPELLING = say("Check the spelling of the path")
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
    """Any text in the user's language, fit for a terminal: no markup, nothing that a terminal would obey."""
    return escape(plain(language.shown(text) if isinstance(text, str) else text))


def tell(text: str) -> None:
    """Print a line that is part of the answer: a sentence, or markup."""
    stdout.print(_line(text), soft_wrap=True)


def note(text: str) -> None:
    """Print a line about how it went, on standard error: a sentence, or markup."""
    stderr.print(_line(text), soft_wrap=True)


def _line(text: str) -> str:
    return shown(text) if isinstance(text, Said) else text


def complain(error: KithError) -> None:
    """Print an error: what happened, why, and what to do."""
    why = f" [dim]({shown(error.why)})[/]" if error.why else ""
    note(f"[bold red]{shown(capital(language.shown(error.what)))}[/]{why}")
    if error.remedy:
        note(shown(error.remedy) + ".")


def complain_of(failed: list[Failure]) -> None:
    """Name each input that could not be used, and why."""
    for failure in failed:
        hint = f". {shown(SPELLING)}" if is_missing(failure.path) else ""
        note(f"[yellow]{shown(failure.path)}[/]: {shown(failure.reason)}{hint}")


def is_missing(path: str | Path) -> bool:
    """Whether this is a path, not a camera or an address, and nothing is there."""
    text = str(path)
    return not (text.isdecimal() or "://" in text or os.path.lexists(text))


def tell_videos(count: int) -> None:
    """Say how many videos in folders of photos were left out."""
    if count:
        left_out = say_n("{n} video was left out.", "{n} videos were left out.", count)
        note(f"[dim]{shown(left_out)}[/]")


def failures(failed: list[Failure]) -> list[dict[str, Any]]:
    """Inputs that failed and why, as JSON carries them."""
    return [{"path": failure.path, "reason": failure.reason, **said(failure.reason)} for failure in failed]


def said(text: Said) -> dict[str, Any]:
    """A sentence for programs: the code is its template, which stays the same whatever the values."""
    data = as_data(text)
    return {"code": data["text"], "values": data.get("values", {})}


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
            label = language.shown(step.label)[:40]
            if bar is None:
                bar = bars.add_task(label, total=step.total or None)
            bars.update(bar, completed=step.done, total=step.total or None, description=label)

        yield sink
