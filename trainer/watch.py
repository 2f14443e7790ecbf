"""When to stop: nothing gained any more, or the embeddings have collapsed."""

import math

from trainer.objective import Judgement

_LEAST_SPREAD = 0.01
_STEPS_IN_A_ROW = 10


class CollapseWatch:
    """Notices that all embeddings have become one point, or that the loss is no number any more.

    A collapsed network gives every triplet the same loss, the margin: all of them stay active and there is
    no gradient that could part them again.
    """

    def __init__(self) -> None:
        self._suspicious = 0

    def reason(self, judgement: Judgement) -> str:
        """Why training should stop now, or "" while all is well."""
        if not math.isfinite(judgement.loss) or not math.isfinite(judgement.spread):
            return "The loss is not a number any more: lower the learning rate"
        all_active = judgement.triplets > 0 and judgement.active == judgement.triplets
        collapsed = judgement.spread < _LEAST_SPREAD and (all_active or judgement.triplets == 0)
        self._suspicious = self._suspicious + 1 if collapsed else 0
        if self._suspicious < _STEPS_IN_A_ROW:
            return ""
        return (
            f"The embeddings have collapsed to one point (spread {judgement.spread:.4f}): "
            "mine semi-hard triplets first (curriculum), or lower the learning rate"
        )


class BestSoFar:
    """Keeps the best held-out score and counts the looks since.

    Attributes:
        score: The best so far; -inf before the first look.
        looks: Looks since then.
    """

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self.score = -math.inf
        self.looks = 0

    def improved(self, score: float) -> bool:
        """Record a score; whether it is the best so far."""
        better = score > self.score
        self.score = max(self.score, score)
        self.looks = 0 if better else self.looks + 1
        return better

    @property
    def exhausted(self) -> bool:
        """Whether patience has run out."""
        return 0 < self._patience <= self.looks
