"""What training tells its caller while it runs."""

import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from trainer.text import Text

Outcome = Literal["finished", "early-stop", "cancelled", "collapsed"]


@dataclass(frozen=True, slots=True)
class Cached:
    """Trunk features were computed.

    Attributes:
        done: Pictures so far.
        total: Pictures in all.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Started:
    """Training is about to begin.

    Attributes:
        identities: Identities with at least two pictures.
        pictures: Pictures in all.
        singles: Names of identities with one picture: no anchors, negatives only.
        steps: How many steps training will take.
        steps_per_epoch: Steps in which each picture is drawn about once.
        trainable: How many weights are trained.
        settings: Every setting in effect, by table and name, as the run's file of settings has them.
    """

    identities: int
    pictures: int
    singles: tuple[str, ...]
    steps: int
    steps_per_epoch: int
    trainable: int
    settings: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Stepped:
    """One step was taken.

    Attributes:
        step: Steps taken so far.
        steps: Steps in all.
        loss: Loss of this batch.
        triplets: Triplets that the miner selected in it.
        active: Share of them inside the margin.
        spread: Mean squared distance of the unit embeddings from their mean: 0 is collapse, 1 the most.
        learning_rate: Rate of the head.
        pictures_per_second: Since training began.
        seconds_left: At that pace.
    """

    step: int
    steps: int
    loss: float
    triplets: int
    active: float
    spread: float
    learning_rate: float
    pictures_per_second: float
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Evaluated:
    """Held-out pictures were compared.

    Attributes:
        step: Steps taken so far.
        tar: TAR at each FMR.
        best: Whether this is the best so far; never so for a look that decides nothing.
        area: Area under the ROC; None where it was not measured.
        eer: Equal error rate; None where it was not measured.
        impostor_pairs: How many pairs of two identities were compared; None where that is not known.
    """

    step: int
    tar: Mapping[float, float]
    best: bool
    area: float | None = None
    eer: float | None = None
    impostor_pairs: int | None = None

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Evaluated":
        """The look that JSON holds; one that was written down before it was measured in full lacks the rest.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: It holds none.
        """
        tar = {float(fmr): float(rate) for fmr, rate in data["tar"].items()}
        kinds = {"area": float, "eer": float, "impostor_pairs": int}
        measured = {name: kind(data[name]) for name, kind in kinds.items() if data.get(name) is not None}
        return cls(int(data["step"]), tar, bool(data["best"]), **measured)


@dataclass(frozen=True, slots=True)
class ChunkShrunk:
    """The device ran out of memory; batches now pass in smaller chunks, with the same loss."""

    chunk: int


@dataclass(frozen=True, slots=True)
class RateTried:
    """A step was taken to find the learning rate.

    Attributes:
        step: Steps taken so far.
        steps: Steps in all, unless it ends earlier.
        learning_rate: Rate of the head in this one.
        loss: Loss after it, of the pictures that are looked at.
    """

    step: int
    steps: int
    learning_rate: float
    loss: float


@dataclass(frozen=True, slots=True)
class Saved:
    """A checkpoint was written.

    Attributes:
        path: Its file.
        step: Steps taken so far.
    """

    path: str
    step: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What the caller should know about the data, such as a file that is left out.

    Attributes:
        text: A sentence for people.
    """

    text: Text


@dataclass(frozen=True, slots=True)
class Ended:
    """Training is over.

    Attributes:
        outcome: How it ended.
        reason: Why, in a sentence.
        steps: Steps taken.
        empty: Steps whose miner found no triplet.
        seconds: Wall-clock time.
    """

    outcome: Outcome
    reason: Text
    steps: int
    empty: int
    seconds: float


Event = Cached | Started | Stepped | Evaluated | ChunkShrunk | RateTried | Saved | Notice | Ended
EventSink = Callable[[Event], None]
Cancel = Callable[[], bool]


def as_data(event: Event) -> dict[str, Any]:
    """An event as JSON has it: its kind as `event`, then what it holds."""
    return {"event": type(event).__name__.lower(), **plain(asdict(event))}


def plain(values: Mapping[Any, Any]) -> dict[Any, Any]:
    """The same with null for what JSON has no number for: the loss of a run that diverged."""
    return {
        name: plain(value)
        if isinstance(value, Mapping)
        else None
        if isinstance(value, float) and not math.isfinite(value)
        else value
        for name, value in values.items()
    }


def ignore(_: Event) -> None:
    """Sink for callers that do not want to hear."""


def never() -> bool:
    """Answer of callers that do not cancel."""
    return False
