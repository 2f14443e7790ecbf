"""What training ends with."""

from dataclasses import dataclass
from pathlib import Path

from trainer.backbones.base import Backbone
from trainer.events import Evaluated, Outcome
from trainer.text import Text


@dataclass(frozen=True, eq=False, slots=True)
class FitResult:
    """What a run ended with.

    Attributes:
        backbone: A new network, in evaluation mode on the CPU: the best on held-out data where there was
            some, else the last (averaged, where the run averages). Of a run that collapsed without held-out
            data it is the one that the run started with.
        outcome: How the run ended; a cancelled one still gives its best network so far.
        reason: Why it ended, in a sentence.
        steps: Steps taken.
        seconds: Wall-clock time, caching of features included.
        evaluations: Every look at held-out data, in order; the first is before the first step.
        empty: Steps whose miner found no triplet.
        checkpoint: File of the best network; None where the run wrote none.
    """

    backbone: Backbone
    outcome: Outcome
    reason: Text
    steps: int
    seconds: float
    evaluations: tuple[Evaluated, ...]
    empty: int
    checkpoint: Path | None
