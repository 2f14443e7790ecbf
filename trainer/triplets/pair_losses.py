"""Losses over every pair of a batch, which need no miner: contrastive, multi-similarity and SupCon."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from trainer.triplets.distance import Pairs
from trainer.triplets.losses import LossOutput


@dataclass(frozen=True, slots=True)
class ContrastiveLoss:
    """d of positives, max(0, margin - d) of negatives: Hadsell et al. (CVPR 2006), without its squares.

    Each kind is averaged over the pairs of which something is left to learn.

    Attributes:
        margin: How far apart negatives shall be, in the distance of the pairs.
    """

    margin: float = 1.0

    def __call__(self, pairs: Pairs) -> LossOutput:
        """Loss of every pair."""
        near = pairs.distances[pairs.positive]
        far = F.relu(self.margin - pairs.distances[pairs.negative])
        active = int((near > 0).sum() + (far > 0).sum())
        return LossOutput(_mean_active(near) + _mean_active(far), len(near) + len(far), active)


@dataclass(frozen=True, slots=True)
class MultiSimilarityLoss:
    """Wang et al., "Multi-Similarity Loss with General Pair Weighting" (CVPR 2019), equations 8 to 10.

    A positive counts if it is less similar than the most similar negative plus epsilon, a negative if it is
    more similar than the least similar positive minus epsilon.

    Attributes:
        alpha: How sharply the least similar positives come first.
        scale: How sharply the most similar negatives do (beta in the paper).
        base: Similarity that positives shall exceed, and negatives stay below (lambda in the paper).
        epsilon: Leeway of the mining.
    """

    alpha: float = 2.0
    scale: float = 50.0
    base: float = 0.5
    epsilon: float = 0.1

    def __call__(self, pairs: Pairs) -> LossOutput:
        """Loss of the pairs that count; `pairs` are compared by cosine."""
        similarity = 1 - pairs.distances
        seen = similarity.detach()
        most = _padded(seen, pairs.negative).amax(1, keepdim=True)
        least = -_padded(-seen, pairs.positive).amax(1, keepdim=True)
        positive = pairs.positive & (seen - self.epsilon < most)
        negative = pairs.negative & (seen + self.epsilon > least)
        pull = _softplus_of_sum(self.alpha * (self.base - similarity), positive) / self.alpha
        push = _softplus_of_sum(self.scale * (similarity - self.base), negative) / self.scale
        every = int((pairs.positive | pairs.negative).sum())
        value = (pull + push).sum() / max(len(pull), 1)
        active = int((positive | negative).sum())
        return LossOutput(value if pairs.finite else value * torch.nan, every, active)


@dataclass(frozen=True, slots=True)
class SupConLoss:
    """Khosla et al., "Supervised Contrastive Learning" (NeurIPS 2020), equation 2.

    Attributes:
        scale: What similarities are multiplied with: one over the temperature.
    """

    scale: float = 10.0

    def __call__(self, pairs: Pairs) -> LossOutput:
        """Loss of the anchors with both positives and negatives; `pairs` are compared by cosine."""
        logits = self.scale * (1 - pairs.distances)
        others = pairs.positive | pairs.negative
        anchors = pairs.positive.any(1) & pairs.negative.any(1)
        logits, others, positive = logits[anchors], others[anchors], pairs.positive[anchors]
        every = logits.masked_fill(~others, -torch.inf).logsumexp(1)
        own = (logits * positive).sum(1) / positive.sum(1).clamp_min(1)
        return LossOutput(_mean_active(every - own), int(others.sum()), int(others.sum()))


PairLoss = ContrastiveLoss | MultiSimilarityLoss | SupConLoss


def _mean_active(losses: Tensor) -> Tensor:
    """Mean of those that are not zero; zero with a graph where there are none."""
    return losses.sum() / (losses.detach() > 0).sum().clamp_min(1)


def _softplus_of_sum(values: Tensor, chosen: Tensor) -> Tensor:
    """log(1 + sum of exp) over the chosen values of each row (A, R), as (A,)."""
    return F.softplus(_padded(values, chosen).logsumexp(1))


def _padded(values: Tensor, chosen: Tensor) -> Tensor:
    """The chosen values of each row and -inf for the others (A, R + 1), so that no row is without any."""
    return F.pad(values.masked_fill(~chosen, -torch.inf), (0, 1), value=-torch.inf)
