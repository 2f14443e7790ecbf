"""How a run is shown: a progress bar for people, a line of JSON an event for programs, curves for both."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from trainer.errors import ConfigError
from trainer.events import (
    Cached,
    ChunkShrunk,
    Ended,
    Evaluated,
    Event,
    Notice,
    Saved,
    Started,
    Stepped,
    as_data,
    plain,
)
from trainer.language import shown
from trainer.text import NOTHING, Number, Text, Value, facts, listed, quote, say

_COLUMN = 20
"""Least characters of the column of names."""


_LEAST = 5e-5
"""Numbers below it have no digit among the four that are shown."""


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
            self._move(say("Training"), event.step, event.steps, _note(event))
        else:
            for line in _lines(event):
                self._console.print(shown(line), highlight=False, markup=False)

    def result(self, document: Mapping[str, Any]) -> None:
        """Print the final document as a table of names and values."""
        rows = [(shown(_name(name)), shown(_value(value))) for name, value in document.items()]
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


def as_cells(rows: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Documents as the lines of a table, the headings first; what a document lacks is empty."""
    flat = [dict(_flat(row)) for row in rows]
    columns = list(dict.fromkeys(name for row in flat for name in row))
    return [columns, *([row.get(name, "") for name in columns] for row in flat)]


def _flat(row: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Headings and values of a document; settings stand under the names that files know."""
    for name, value in row.items():
        if name == "settings":
            yield from ((key, _as_written(one)) for key, one in value.items() if one is not None)
        elif isinstance(value, Mapping):
            yield from ((f"{shown(_name(name))} {key}", shown(_value(one))) for key, one in value.items())
        else:
            yield shown(_name(name)), shown(_value(value))


def _names() -> dict[str, Text]:
    """What the entries of a document are called; terms such as TAR are the same in every language."""
    return {
        "accuracy": say("accuracy"),
        "after": say("after"),
        "alone": say("alone"),
        "area": say("area"),
        "b_cubed": say("B-cubed"),
        "backbone": say("backbone"),
        "before": say("before"),
        "best_step": say("best step"),
        "checkpoint": say("checkpoint"),
        "clusters": say("clusters"),
        "eer": say("EER"),
        "error": say("error"),
        "f": say("F"),
        "file": say("file"),
        "folds": say("folds"),
        "fnir": say("FNIR at FPIR"),
        "genuine_pairs": say("genuine pairs"),
        "identities": say("identities"),
        "impostor_pairs": say("impostor pairs"),
        "knn": say("votes of k nearest"),
        "largest": say("largest"),
        "largest_difference": say("largest difference"),
        "map_at_r": say("mAP@R"),
        "one_shot": say("one-shot"),
        "outcome": say("outcome"),
        "pairs": say("pairs"),
        "pictures": say("pictures"),
        "precision": say("precision"),
        "r_precision": say("R-precision"),
        "rank_1": say("rank 1"),
        "reason": say("reason"),
        "recall": say("recall"),
        "run": say("run"),
        "seconds": say("seconds"),
        "steps": say("steps"),
        "tar": say("TAR at FMR"),
        "tar_95": say("95 % of TAR at FMR"),
        "threshold": say("threshold"),
        "thresholds": say("thresholds"),
    }


def _name(name: str) -> Text:
    return _names().get(name, quote(name.replace("_", " ")))


def _value(value: object) -> Text:
    """A value of a document, fit to show."""
    if isinstance(value, Mapping):
        return facts(
            *(say("{name}: {value}", name=_name(name), value=_value(one)) for name, one in value.items())
        )
    if isinstance(value, list | tuple):
        return say("[{values}]", values=listed(map(_value, value)))
    if value is None:
        return say("none")
    if isinstance(value, float) and 0 < abs(value) < _LEAST:
        return quote(f"{value:.1e}")
    if isinstance(value, float):
        return say("{value}", value=Number(value, 4))
    return say("{value}", value=value) if isinstance(value, int) else quote(value)


def _setting(entry: tuple[str, Any]) -> Text:
    """A setting by the name that files know; nothing of one that says nothing."""
    name, value = entry
    return NOTHING if value is None else quote(f"{name} {_as_written(value)}")


def _as_written(value: object) -> str:
    """A setting as files write it, but for quotes."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _note(event: Stepped) -> Text:
    return facts(
        say("loss {value}", value=Number(event.loss, 4)),
        say("active {share} %", share=Number(100 * event.active)),
        say("{rate} pictures/s", rate=Number(event.pictures_per_second)),
    )


def _lines(event: Event) -> Iterator[Text]:
    """An event in sentences, each for a line; none for those that are not worth one."""
    if isinstance(event, Started):
        yield say(
            "{identities} identities, {pictures} pictures, {weights} weights to train",
            identities=event.identities,
            pictures=event.pictures,
            weights=event.trainable,
        )
        for name, table in event.settings.items():
            yield say("{table}: {settings}", table=name, settings=facts(*map(_setting, table.items())))
        if event.singles:
            yield say(
                "One picture only, so negatives and never anchors: {names}", names=listed(event.singles)
            )
    elif isinstance(event, Evaluated):
        rates = _value({f"{fmr:g}": value for fmr, value in event.tar.items()})
        yield (
            say("Step {step}: TAR at FMR {rates}, the best so far", step=event.step, rates=rates)
            if event.best
            else say("Step {step}: TAR at FMR {rates}", step=event.step, rates=rates)
        )
    elif isinstance(event, ChunkShrunk):
        yield say(
            "Out of memory: going on with {chunk} pictures at once, with the same loss", chunk=event.chunk
        )
    elif isinstance(event, Ended):
        values: dict[str, Value] = {
            "reason": event.reason,
            "steps": event.steps,
            "empty": event.empty,
            "seconds": Number(event.seconds, 1),
        }
        yield (
            say("{reason} ({steps} steps, {empty} without a triplet, {seconds} s)", **values)
            if event.empty
            else say("{reason} ({steps} steps, {seconds} s)", **values)
        )
    elif isinstance(event, Notice):
        yield event.text


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
