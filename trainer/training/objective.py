"""From a batch of embeddings to a loss and its gradient: memory, miner and triplet loss together."""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from trainer.config import TrainConfig
from trainer.triplets.distance import Pairs
from trainer.triplets.losses import Selection, TripletLoss
from trainer.triplets.memory import CrossBatchMemory
from trainer.triplets.mining import MINERS, MiningContext

_MEMORY_STARTS = 0.2
"""Share of the training before past embeddings are used: until then they age too fast."""


@dataclass(frozen=True, eq=False, slots=True)
class ObjectiveOutput:
    """The loss of a batch, and what it was made of.

    Attributes:
        gradient: Of the loss with respect to the embeddings (B, D).
        loss: The loss.
        triplets: How many triplets were selected.
        active: How many of them lie inside the margin.
        spread: Mean squared distance of the unit embeddings from their mean.
    """

    gradient: Tensor
    loss: float
    triplets: int
    active: int
    spread: float


class Objective:
    """The loss of a run, with the memory that it keeps.

    Attributes:
        miner: The miner in use: the run's own, or the easier one after a collapse.
        memory: Past embeddings, or None where the run keeps none.
    """

    def __init__(self, config: TrainConfig) -> None:
        self._config = config
        self.miner = config.miner
        self._loss = TripletLoss(
            config.margin, config.soft_margin, config.reduction, config.positive_gradient
        )
        self.memory = CrossBatchMemory(config.memory) if config.memory else None

    def __call__(
        self,
        embeddings: Tensor,
        labels: Tensor,
        *,
        step: int,
        progress: float,
        chosen: Selection | None = None,
    ) -> ObjectiveOutput:
        """The loss of a batch and its gradient.

        Args:
            embeddings: (B, D), without a graph.
            labels: Identities (B,).
            step: Number of the batch; seeds what is random.
            progress: How far training is, from 0 to 1.
            chosen: Triplets that were mined beforehand; the run's miner is not asked then.
        """
        leaf = embeddings.float().requires_grad_()
        past = self.memory.held() if self.memory and progress >= _MEMORY_STARTS else None
        pairs = Pairs.of(leaf, labels, memory=past, normalise=self._config.normalise)
        if chosen is None:
            generator = torch.Generator().manual_seed(self._config.seed * 1_000_003 + step)
            context = MiningContext(self._config.margin, progress, generator)
            chosen = MINERS[self.miner](pairs, context)
        loss = self._loss(pairs, chosen)
        (gradient,) = torch.autograd.grad(loss.value, leaf)
        if self.memory:
            self.memory.add(leaf.detach(), labels)
        spread = _spread(leaf.detach())
        return ObjectiveOutput(gradient, loss.value.item(), loss.triplets, loss.active, spread)


def _spread(embeddings: Tensor) -> float:
    """1 - |mean of the unit embeddings|^2, which is their mean squared distance from that mean."""
    return 1 - float(F.normalize(embeddings, dim=1).mean(0).square().sum())
