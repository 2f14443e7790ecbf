"""Collapse: when to stop because nothing can be learnt any more."""

import math
from collections.abc import Sequence

from torch import Tensor
from torch.nn.utils import get_total_norm

from trainer.config import TrainConfig
from trainer.text import NOTHING, Number, Text, say
from trainer.training.objective import ObjectiveOutput
from trainer.training.progress import Progress

_LEAST_SPREAD = 0.01
_STEPS_IN_A_ROW = 10


def collapse_reason(
    output: ObjectiveOutput, progress: Progress, weights: Sequence[Tensor], config: TrainConfig
) -> Text:
    """Why training should stop now, or `NOTHING` while all is well; counts suspicious steps in `progress`.

    A collapsed network makes all embeddings one point and gives every triplet the same loss, the margin: all
    of them stay active, and there is no gradient that could part them again.
    """
    if not all(map(math.isfinite, (output.loss, output.spread, float(get_total_norm(weights))))):
        return say("The loss is not a number any more: lower the learning rate")
    all_active = output.active == output.triplets
    collapsed = output.spread < _LEAST_SPREAD and all_active
    progress.suspicious = progress.suspicious + 1 if collapsed else 0
    if progress.suspicious < _STEPS_IN_A_ROW:
        return NOTHING
    spread = Number(output.spread, 4)
    if config.miner in ("semi-hard", "semi-hard-all"):
        return say(
            "The embeddings have collapsed to one point (spread {spread}): lower the learning rate, "
            "or use larger batches",
            spread=spread,
        )
    return say(
        "The embeddings have collapsed to one point (spread {spread}): mine semi-hard triplets, "
        "or lower the learning rate",
        spread=spread,
    )
