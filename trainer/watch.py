"""Collapse: when to stop because nothing can be learnt any more."""

import math
from collections.abc import Sequence

from torch import Tensor
from torch.nn.utils import get_total_norm

from trainer.config import TrainConfig
from trainer.objective import Judgement
from trainer.progress import Progress

_LEAST_SPREAD = 0.01
_STEPS_IN_A_ROW = 10
_LARGE_BATCH = 100
"""Pictures from which a batch holds enough semi-hard triplets of few people."""


def trouble(judgement: Judgement, progress: Progress, weights: Sequence[Tensor], config: TrainConfig) -> str:
    """Why training should stop now, or "" while all is well; counts suspicious steps in `progress`.

    A collapsed network makes all embeddings one point and gives every triplet the same loss, the margin: all
    of them stay active, and there is no gradient that could part them again.
    """
    if not all(map(math.isfinite, (judgement.loss, judgement.spread, float(get_total_norm(weights))))):
        return f"The loss is not a number any more: lower the learning rate ({config.learning_rate:g})"
    all_active = judgement.active == judgement.triplets
    collapsed = judgement.spread < _LEAST_SPREAD and all_active
    progress.suspicious = progress.suspicious + 1 if collapsed else 0
    if progress.suspicious < _STEPS_IN_A_ROW:
        return ""
    return f"The embeddings have collapsed to one point (spread {judgement.spread:.4f}): {_advice(config)}"


def _advice(config: TrainConfig) -> str:
    """What may keep the next run from collapsing, as far as this one did not do it already."""
    tries = [
        (config.miner not in ("semi-hard", "semi-hard-all"), "mine semi-hard triplets (--miner semi-hard)"),
        (config.soft_margin, "use a margin (--no-soft-margin)"),
        (config.identities * config.images < _LARGE_BATCH, "use larger batches (--identities, --images)"),
        (True, f"lower the learning rate ({config.learning_rate:g})"),
    ]
    return ", or ".join(words for untried, words in tries if untried)
