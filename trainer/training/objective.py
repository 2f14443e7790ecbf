"""From a batch of embeddings to a loss and its gradient: memory, miner and loss together."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from trainer.config import WITH_CENTRES, TrainConfig
from trainer.triplets.class_losses import AngularLoss
from trainer.triplets.distance import Pairs
from trainer.triplets.losses import EveryTriplet, LossOutput, Selection, TripletLoss
from trainer.triplets.memory import CrossBatchMemory
from trainer.triplets.mining import MINERS, MiningContext
from trainer.triplets.pair_losses import ContrastiveLoss, MultiSimilarityLoss, PairLoss, SupConLoss

_MEMORY_STARTS = 0.2
"""Share of the training before past embeddings are used: until then they age too fast."""


@dataclass(frozen=True, eq=False, slots=True)
class ObjectiveOutput:
    """The loss of a batch, and what it was made of.

    Attributes:
        gradient: Of the loss with respect to the embeddings (B, D).
        loss: The loss.
        triplets: How many triplets were selected; or pairs, or pictures, as `LossOutput` has them.
        active: How many of them lie inside the margin.
        spread: Mean squared distance of the unit embeddings from their mean.
    """

    gradient: Tensor
    loss: float
    triplets: int
    active: int
    spread: float


class Objective:
    """The loss of a run, with what it keeps from step to step.

    Attributes:
        miner: The miner in use: the run's own, or the easier one after a collapse.
        memory: Past embeddings, or None where the run keeps none.
        weights: What the loss itself learns, the centres of the classes, if anything; each gets its gradient.
    """

    def __init__(self, config: TrainConfig, classes: Tensor, dimension: int, device: torch.device) -> None:
        """Build the loss for the labels (C,), ascending, and the embeddings' length."""
        self._config = config
        self.miner = config.miner
        self._loss = _build(config, classes, dimension)
        self.memory = CrossBatchMemory(config.memory) if config.memory else None
        self.weights: list[nn.Parameter] = []
        if isinstance(self._loss, AngularLoss):
            self.weights = list(self._loss.to(device).parameters())

    def begin(self, embed: Callable[[], Tensor], labels: Tensor) -> None:
        """Let the loss see the data before the first step, if it learns something itself."""
        if isinstance(self._loss, AngularLoss):
            self._loss.begin(embed(), labels)

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
        loss = self._judged(leaf, labels, step, progress, chosen)
        gradient, *own = torch.autograd.grad(loss.value, [leaf, *self.weights])
        for weight, part in zip(self.weights, own, strict=True):
            weight.grad = part
        if self.memory:
            self.memory.add(leaf.detach(), labels)
        spread = _spread(leaf.detach())
        return ObjectiveOutput(gradient, loss.value.item(), loss.triplets, loss.active, spread)

    @torch.no_grad()
    def of_every_triplet(self, embeddings: Tensor, labels: Tensor) -> float:
        """The loss of embeddings (B, D) as they stand, whatever the miner would choose of them.

        That is the mean hinge over every triplet; of pairs and classes it is the loss itself.
        """
        if not isinstance(self._loss, TripletLoss):
            return self._judged(embeddings, labels, 0, 0, None).value.item()
        loss = TripletLoss(self._config.margin, reduction="mean")
        normalise, kind = self._config.normalise, self._config.distance
        pairs = Pairs.of(embeddings, labels, normalise=normalise, kind=kind)
        return loss(pairs, EveryTriplet()).value.item()

    def _judged(
        self, leaf: Tensor, labels: Tensor, step: int, progress: float, chosen: Selection | None
    ) -> LossOutput:
        config, loss = self._config, self._loss
        if isinstance(loss, AngularLoss):
            found: LossOutput = loss(leaf, labels)
            return found
        past = self.memory.held() if self.memory and progress >= _MEMORY_STARTS else None
        kind = config.distance if isinstance(loss, TripletLoss | ContrastiveLoss) else "cosine"
        pairs = Pairs.of(leaf, labels, memory=past, normalise=config.normalise, kind=kind)
        if not isinstance(loss, TripletLoss):
            return loss(pairs)
        if chosen is None:
            generator = torch.Generator().manual_seed(config.seed * 1_000_003 + step)
            chosen = MINERS[self.miner](pairs, MiningContext(config.margin, progress, generator))
        return loss(pairs, chosen)


def _build(config: TrainConfig, classes: Tensor, dimension: int) -> TripletLoss | PairLoss | AngularLoss:
    sharp = {} if config.scale is None else {"scale": config.scale}
    if config.loss in WITH_CENTRES:
        angular = config.loss == "arcface"
        return AngularLoss(classes, dimension, margin=config.margin, angular=angular, **sharp)
    if config.loss == "triplet":
        return TripletLoss(config.margin, config.soft_margin, config.reduction, config.positive_gradient)
    if config.loss == "contrastive":
        return ContrastiveLoss(config.margin)
    return SupConLoss(**sharp) if config.loss == "supcon" else MultiSimilarityLoss(**sharp)


def _spread(embeddings: Tensor) -> float:
    """1 - |mean of the unit embeddings|^2, which is their mean squared distance from that mean."""
    return 1 - float(F.normalize(embeddings, dim=1).mean(0).square().sum())
