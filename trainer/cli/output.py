"""How a run is shown: a progress bar for people, a line of JSON an event for programs."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from trainer.cli.words import as_cells, lines_of, name_of, pace, value_of
from trainer.events import Cached, Event, RateTried, Stepped, as_data, plain
from trainer.language import shown
from trainer.text import NOTHING, Text, say

_COLUMN = 20
"""Least characters of the column of names."""


class Output(Protocol):
    """Somewhere to show events and the final document."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...

    def event(self, event: Event) -> None:
        """Show one event."""
        ...

    def result(self, document: Mapping[str, Any]) -> None:
        """Show the document that a command ends with."""
        ...

    def table(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Show documents of one kind side by side."""
        ...


class JsonLines:
    """One JSON object a line on standard output, each with its `event`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def event(self, event: Event) -> None:
        """Print an event."""
        self._print(as_data(event))

    def result(self, document: Mapping[str, Any]) -> None:
        """Print the final document."""
        self._print({"event": "result", **document})

    def table(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Print a line for each document."""
        for row in rows:
            self._print({"event": "row", **row})

    def _print(self, document: Mapping[str, Any]) -> None:
        sys.stdout.write(json.dumps(plain(document)) + "\n")
        sys.stdout.flush()


class Bars:
    """Progress bars with time left on standard error; the result on standard output."""

    def __init__(self) -> None:
        self._console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[note]}"),
            console=self._console,
        )
        self._tasks: dict[Text, TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._tasks:
            self._progress.stop()

    def event(self, event: Event) -> None:
        """Move a bar, or say what happened in a line."""
        if isinstance(event, Cached):
            self._move(say("Features"), event.done, event.total)
        elif isinstance(event, Stepped):
            self._move(say("Training"), event.step, event.steps, pace(event))
        elif isinstance(event, RateTried):
            self._move(say("Learning rates"), event.step, event.steps)
        else:
            for line in lines_of(event):
                self._console.print(
                    shown(line), highlight=False, markup=False, soft_wrap=not self._console.is_terminal
                )

    def result(self, document: Mapping[str, Any]) -> None:
        """Print the final document as a table of names and values."""
        rows = [(shown(name_of(name)), shown(value_of(value))) for name, value in document.items()]
        width = max(_COLUMN, *(len(name) + 2 for name, _ in rows))
        for name, value in rows:
            sys.stdout.write(f"{name:<{width}}{value}\n")

    def table(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Print a line for each document, with its values in columns."""
        cells = as_cells(rows)
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for line in cells:
            words = "  ".join(f"{cell:<{width}}" for cell, width in zip(line, widths, strict=True))
            sys.stdout.write(f"{words.rstrip()}\n")

    def _move(self, name: Text, done: int, total: int, note: Text = NOTHING) -> None:
        if name not in self._tasks:
            self._progress.start()  # not before, as its end leaves an empty line
            self._tasks[name] = self._progress.add_task(shown(name), total=total, note=shown(note))
        self._progress.update(self._tasks[name], completed=done, total=total, note=shown(note))
