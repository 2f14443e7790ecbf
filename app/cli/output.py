"""What the command line prints: one JSON document, or text and tables; progress and errors go elsewhere."""

import json
import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from string import Formatter
from typing import Any

from rich.console import Console, JustifyMethod
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
from rich.table import Table as RichTable
from rich.text import Text as Line

from app.core import language
from app.core.errors import KithError
from app.core.progress import Progress as Step
from app.core.progress import ProgressSink
from app.core.text import NOTHING, Listed, Number, Value, as_data, capital, in_a_row, plain, say
from app.core.text import Text as Said
from app.domain.failure import Failure
from app.domain.skipped import left_out
from app.domain.source import is_camera

SPELLING = say("Check the spelling of the path")
"""What to do where a path leads nowhere: on the command line each was typed."""

stdout = Console(highlight=False, emoji=False)
stderr = Console(stderr=True, highlight=False, emoji=False)


def emit(document: Any) -> None:
    """Print one JSON document on a line of standard output, at once.

    It is pure ASCII, so that any path survives: bytes that are no characters come out as lone surrogates.
    """
    with heard():
        sys.stdout.write(json.dumps(document) + "\n")
        sys.stdout.flush()


class UnheardError(OSError):
    """An answer cannot be written, as where standard output is a file on a full disk."""


@contextmanager
def heard() -> Iterator[None]:
    """Tell what standard output cannot take from what other files cannot.

    Raises:
        UnheardError: It cannot take it. Where nobody reads it any more that passes unchanged.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UnheardError(error.errno, error.strerror) from error


class Styled(Said):
    """A value that stands out in a line, such as a name: `tell(say("Forgot {name}.", name=bold(name)))`.

    Attributes:
        style: As rich has it.
    """

    __slots__ = ("style",)
    style: str


def _styled(value: Value, style: str) -> Styled:
    made = Styled("{value}", {"value": value})
    made.style = style
    return made


def bold(value: Value) -> Styled:
    """A value, or a sentence, in bold."""
    return _styled(value, "bold")


def dim(value: Value) -> Styled:
    """What matters less."""
    return _styled(value, "dim")


def yellow(value: Value) -> Styled:
    """What is doubtful, or failed while the rest goes on."""
    return _styled(value, "yellow")


def green(value: Value) -> Styled:
    """What is well, or in use."""
    return _styled(value, "green")


def red(value: Value) -> Styled:
    """What went wrong."""
    return _styled(value, "bold red")


def line(value: Value) -> Line:
    """A text or a value in the user's language, fit for a terminal, which obeys nothing in it.

    No value is taken for markup, whatever somebody called something; a `Styled` one keeps its style.
    """
    spoken = language.language()
    if isinstance(value, Said):
        made = _filled(spoken.words(value), value.values)
        made.style = getattr(value, "style", "")
        return made
    if isinstance(value, Listed):
        items = dict(zip(map("_{}".format, range(len(value.items))), value.items, strict=True))
        return _filled(spoken.write(Listed(tuple(f"{{{name}}}" for name in items), value.style)), items)
    return Line(spoken.write(value))


def _filled(template: str, values: Mapping[str, Value]) -> Line:
    if not values:
        return Line(plain(template, keep="\n"))
    made = Line()
    for words, name, _, _ in Formatter().parse(template):
        made.append(words)
        if name is not None:
            made.append_text(line(values[name]))
    return made


def tell(text: Said) -> None:
    """Print a line that is part of the answer."""
    with heard():
        stdout.print(line(text), soft_wrap=True)


def note(text: Said) -> None:
    """Print a line about how it went, on standard error, if anything can be written there."""
    with suppress(OSError):
        stderr.print(line(text), soft_wrap=True)


def complain(error: KithError) -> None:
    """Print an error: what happened, why, and what to do."""
    what = red(capital(language.shown(error.what)))
    note(say("{what} {why}", what=what, why=dim(say("({why})", why=error.why))) if error.why else what)
    if error.remedy:
        note(say("{text}.", text=error.remedy))


def complain_of(failed: Sequence[Failure]) -> None:
    """Name each input that could not be used, and why."""
    for failure in failed:
        reason = in_a_row(failure.reason, NOTHING, SPELLING if is_missing(failure.path) else NOTHING)
        note(say("{what}: {why}", what=yellow(failure.path), why=reason))


def is_missing(path: str | Path) -> bool:
    """Whether this is a path, not a camera or an address, and nothing is there."""
    text = str(path)
    return not (is_camera(text) or "://" in text or os.path.lexists(text))


def tell_skipped(skipped: Mapping[str, int]) -> None:
    """Say what in folders of photos was left out."""
    if what := left_out(skipped):
        note(dim(say("{what}.", what=what)))


def skipped(counts: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """What in folders of photos was left out, by kind, as JSON carries it; nothing where nothing was."""
    found = {kind: count for kind, count in counts.items() if count}
    return {"skipped": found} if found else {}


def failures(failed: Sequence[Failure]) -> list[dict[str, Any]]:
    """Inputs that failed and why, as JSON carries them."""
    return [{"path": failure.path, "reason": failure.reason, **said(failure.reason)} for failure in failed]


def said(text: Said) -> dict[str, Any]:
    """A sentence for programs: the code is its template, which stays the same whatever the values."""
    data = as_data(text)
    return {"code": data["text"], "values": data.get("values", {})}


class Table:
    """A table in the house style; texts and numbers in it are in the user's language.

    Args:
        columns: Their headings; those of `right` have their cells at the right.
        right: Which of them, by number.
    """

    def __init__(self, *columns: Said, right: Collection[int] = ()) -> None:
        self._table = RichTable(box=None, header_style="bold", pad_edge=False)
        for number, column in enumerate(columns):
            side: JustifyMethod = "right" if number in right else "left"
            self._table.add_column(line(column), justify=side, overflow="fold")

    def row(self, *cells: Value) -> None:
        """Add one."""
        self._table.add_row(*map(line, cells))

    def show(self) -> None:
        """Print it."""
        with heard():
            stdout.print(self._table)


class _Rate(ProgressColumn):
    """Units a second, once that can be told."""

    def render(self, task: Task) -> Line:
        if task.speed is None:
            return Line()
        return line(dim(say("{count}/s", count=Number(task.speed, 1))))


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
