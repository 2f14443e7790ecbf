"""What a run said as it went, as lines of JSON beside its checkpoints: for curves, and to compare runs by."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from trainer.errors import CheckpointError
from trainer.events import (
    ChunkShrunk,
    Ended,
    Evaluated,
    Event,
    Notice,
    Outcome,
    Saved,
    Started,
    Stepped,
    as_data,
)
from trainer.text import quote, say

_KEPT: dict[type, tuple[str, ...]] = {
    Started: ("steps", "identities", "pictures"),
    Stepped: ("step", "loss", "active", "spread", "learning_rate"),
    Evaluated: ("step", "tar", "area", "eer", "impostor_pairs", "best"),
    ChunkShrunk: ("chunk",),
    Notice: ("text",),
    Ended: ("outcome", "reason", "steps", "empty"),
}
"""What is kept of an event: no names of identities, and nothing that follows from the rest."""

End = Outcome | Literal["unfinished"]


class History:
    """Writes the history of a run; one that is gone on with adds to what is there."""

    def __init__(self, path: Path) -> None:
        self._path, self._began = path, time.monotonic()
        self._lines: list[str] = []

    def event(self, event: Event) -> None:
        """Keep an event; it is on the disk once a state was saved, pictures were compared, or the run ended.

        Raises:
            CheckpointError: The file cannot be written.
        """
        if type(event) in _KEPT:
            data = as_data(event)
            kept = {name: data[name] for name in ("event", *_KEPT[type(event)])}
            self._lines.append(json.dumps({**kept, "at": round(time.monotonic() - self._began, 3)}))
        if isinstance(event, Saved | Evaluated | Ended):
            self._flush()

    def _flush(self) -> None:
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in self._lines)
        except OSError as error:
            raise CheckpointError(
                say("{path} cannot be written", path=self._path), why=quote(error)
            ) from error
        self._lines.clear()


@dataclass(slots=True)
class Told:
    """What a history tells of a run; of what was taken back, or taken again after a stop, the last counts.

    Attributes:
        outcome: How it ended; "unfinished" where it was killed, or is still going.
        reason: Why, in a sentence in English.
        steps: Steps to take.
        seconds: Time of all its sittings.
        losses: Step and loss of each batch.
        looks: Every look at the held-out pictures.
    """

    outcome: End = "unfinished"
    reason: str = ""
    steps: int = 0
    seconds: float = 0.0
    losses: list[tuple[int, float]] = field(default_factory=list)
    looks: list[Evaluated] = field(default_factory=list)

    @property
    def best(self) -> Evaluated | None:
        """The look that decided which network was kept."""
        return next((look for look in reversed(self.looks) if look.best), None)


def read_history(path: Path) -> Told:
    """What a history tells; a last line that was not written to its end is left out.

    Raises:
        CheckpointError: The file cannot be read, or is none.
    """
    told, sitting = Told(), 0.0
    try:
        for line in _documents(path):
            kind, at = line["event"], float(line["at"])
            if kind == "started":
                told.steps, told.outcome, told.reason = int(line["steps"]), "unfinished", ""
                told.seconds, sitting = told.seconds + sitting, 0.0
            sitting = max(sitting, at)
            if kind == "stepped":
                _step(told, int(line["step"]), line["loss"])
            elif kind == "evaluated":
                told.looks.append(Evaluated.from_data(line))
            elif kind == "ended":
                told.outcome, told.reason = line["outcome"], str(line["reason"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise CheckpointError(
            say("{path} cannot be used", path=path), why=say("it is no history of a run")
        ) from error
    told.seconds += sitting
    return told


def _documents(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CheckpointError(say("{path} cannot be read", path=path), why=quote(error)) from error
    for number, line in enumerate(lines):
        try:
            yield json.loads(line)
        except ValueError:
            if number < len(lines) - 1:
                raise


def _step(told: Told, step: int, loss: float | None) -> None:
    while told.losses and told.losses[-1][0] >= step:
        told.losses.pop()
    while told.looks and told.looks[-1].step >= step:
        told.looks.pop()
    if loss is not None:  # of a run that diverged
        told.losses.append((step, float(loss)))
