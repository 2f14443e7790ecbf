"""How a run is shown: a progress bar for people, a line of JSON an event for programs, curves for both."""

import json
import math
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from trainer.errors import ConfigError
from trainer.events import Cached, ChunkShrunk, Ended, Evaluated, Event, Notice, Saved, Started, Stepped
from trainer.text import say


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


class JsonLines:
    """One JSON object a line on standard output, each with its `event`."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def event(self, event: Event) -> None:
        """Print an event."""
        self._print(type(event).__name__.lower(), asdict(event))

    def result(self, document: Mapping[str, Any]) -> None:
        """Print the final document."""
        self._print("result", document)

    def _print(self, kind: str, values: Mapping[str, Any]) -> None:
        sys.stdout.write(json.dumps({"event": kind, **_plain(values)}) + "\n")
        sys.stdout.flush()


def _plain(values: Mapping[Any, Any]) -> dict[Any, Any]:
    """The same with null for what JSON has no number for: the loss of a run that diverged."""
    return {
        name: _plain(value)
        if isinstance(value, Mapping)
        else None
        if isinstance(value, float) and not math.isfinite(value)
        else value
        for name, value in values.items()
    }


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
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def event(self, event: Event) -> None:
        """Move a bar, or say what happened in a line."""
        if isinstance(event, Cached):
            self._move("Features", event.done, event.total)
        elif isinstance(event, Stepped):
            pace = f"{event.pictures_per_second:.0f} pictures/s"
            note = f"loss {event.loss:.4f}  active {event.active:.0%}  {pace}"
            self._move("Training", event.step, event.steps, note)
        elif line := _line(event):
            self._console.print(line, highlight=False)

    def result(self, document: Mapping[str, Any]) -> None:
        """Print the final document as a table of names and values."""
        for name, value in document.items():
            sys.stdout.write(f"{name.replace('_', ' '):<18}{_number(value)}\n")

    def _move(self, name: str, done: int, total: int, note: str = "") -> None:
        if name not in self._tasks:
            self._tasks[name] = self._progress.add_task(name, total=total, note=note)
        self._progress.update(self._tasks[name], completed=done, total=total, note=note)


def _number(value: object) -> str:
    if isinstance(value, dict):
        return "  ".join(f"{name}: {_number(v)}" for name, v in value.items())
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_number(v) for v in value) + "]"
    if value is None:
        return "none"
    return f"{value:.4f}" if isinstance(value, float) else str(value)


def _line(event: Event) -> str:
    """An event in words; "" for those that are not worth a line."""
    if isinstance(event, Started):
        text = (
            f"{event.identities} identities, {event.pictures} pictures, {event.trainable:,} weights to train"
        )
        if event.singles:
            text += f"\nOne picture only, so negatives and never anchors: {', '.join(event.singles)}"
        return text
    if isinstance(event, Evaluated):
        rates = "  ".join(f"{fmr:g}: {value:.4f}" for fmr, value in event.tar.items())
        return f"Step {event.step}: TAR at FMR {rates}{'  (best)' if event.best else ''}"
    if isinstance(event, ChunkShrunk):
        return f"Out of memory: going on with {event.chunk} pictures at once, with the same loss"
    if isinstance(event, Ended):
        empty = f", {event.empty} without a triplet" if event.empty else ""
        return f"{event.reason} ({event.steps} steps{empty}, {event.seconds:.1f} s)"
    return event.text if isinstance(event, Notice) else ""


class Curves:
    """Writes scalars for TensorBoard."""

    def __init__(self, folder: Path) -> None:
        """Open a writer.

        Raises:
            ConfigError: TensorBoard is not installed.
        """
        try:
            from torch.utils.tensorboard import SummaryWriter
        except ImportError as error:
            raise ConfigError(
                say("Curves cannot be written"),
                why=say("tensorboard is not installed"),
                remedy=say("pip install tensorboard"),
            ) from error
        self._writer: Any = SummaryWriter(str(folder))

    def event(self, event: Event) -> None:
        """Write what can be drawn."""
        if isinstance(event, Stepped):
            for name in ("loss", "triplets", "active", "spread", "learning_rate", "pictures_per_second"):
                self._writer.add_scalar(f"train/{name}", getattr(event, name), event.step)
        elif isinstance(event, Evaluated):
            for fmr, value in event.tar.items():
                self._writer.add_scalar(f"held_out/tar_at_{fmr:g}", value, event.step)
        elif isinstance(event, Saved | Ended):
            self._writer.flush()

    def close(self) -> None:
        """Write what is left."""
        self._writer.close()
