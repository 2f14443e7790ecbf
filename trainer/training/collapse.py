"""Collapse: when nothing can be learnt any more, and the way back from there."""

import math
from collections.abc import Mapping, Sequence

from torch import Tensor
from torch.nn.utils import get_total_norm

from trainer.text import NOTHING, Number, Text, say
from trainer.training.objective import ObjectiveOutput
from trainer.training.progress import Progress
from trainer.training.state import RunState

EASIER = dict.fromkeys(("batch-all", "batch-hard", "curriculum", "hard-all", "random"), "semi-hard")
"""What a run goes on with after a collapse, by the miner it collapsed with; others have nothing easier."""

_LEAST_SPREAD = 0.01
_STEPS_IN_A_ROW = 10
_SOUND = 0.5
"""Share of the widest spread so far from which on a state is worth going back to."""


def collapse_reason(output: ObjectiveOutput, progress: Progress, weights: Sequence[Tensor]) -> Text:
    """Why training cannot go on like this, or `NOTHING` while all is well; counts suspicious steps.

    A collapsed network makes all embeddings one point and gives every triplet the same loss, the margin: all
    of them stay active, and there is no gradient that could part them again.
    """
    if not all(map(math.isfinite, (output.loss, output.spread, float(get_total_norm(weights))))):
        progress.suspicious = 0
        return say("The loss is not a number any more: lower the learning rate")
    all_active = output.active == output.triplets
    collapsed = output.spread < _LEAST_SPREAD and all_active
    progress.suspicious = progress.suspicious + 1 if collapsed else 0
    if progress.suspicious < _STEPS_IN_A_ROW:
        return NOTHING
    return say(
        "The embeddings have collapsed to one point (spread {spread}): lower the learning rate, "
        "or use larger batches",
        spread=Number(output.spread, 4),
    )


class Refuge:
    """The last sound state of a run, in memory, to go back to from a collapse.

    What held-out data showed so far is not forgotten on the way back: the best network stays the best.
    """

    def __init__(self, state: RunState, model: Mapping[str, Tensor], progress: Progress) -> None:
        """Remember a run as it stands.

        Args:
            state: All that it goes on from.
            model: The weights and statistics that it trains, by name, which follow the run.
            progress: What it counts.
        """
        self._state, self._model, self._progress = state, model, progress
        self._widest = 0.0
        self._remember()

    def offer(self, spread: float, *, due: bool) -> None:
        """Remember the present state if that is due, and its embeddings lie apart."""
        self._widest = max(self._widest, spread)
        if due and spread >= _SOUND * self._widest and not self._progress.suspicious:
            self._remember()

    def go_back(self) -> None:
        """Put what was remembered in the place of what there is."""
        self._state.go_back({name: value.clone() for name, value in self._kept.items()})
        for name, value in self._model.items():
            value.copy_(self._trained[name])
        progress = self._progress
        progress.chunk = self._state.stepper.chunk
        progress.step, progress.averaged, progress.suspicious = self._step, self._averaged, 0
        progress.scaler = dict(self._scaler)

    def _remember(self) -> None:
        kept = {name: value for name, value in self._state.tensors().items() if not name.startswith("best.")}
        self._kept = {name: value.detach().clone() for name, value in kept.items()}
        self._trained = {name: value.clone() for name, value in self._model.items()}
        self._state.stepper.save_to(self._progress)
        self._step, self._averaged = self._progress.step, self._progress.averaged
        self._scaler = self._progress.scaler
