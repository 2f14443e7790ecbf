"""Miners: which triplets of a batch to learn from.

Each looks at `Pairs` and answers with indices (`Triplets`) or with a closed form (`EveryTriplet`). An empty
answer is a valid one: the loss over it is zero.
"""

from dataclasses import dataclass, field
from typing import Protocol

import torch
from torch import Tensor

from trainer.config import Which
from trainer.triplets.distance import Pairs
from trainer.triplets.exact import SortedPositives, sorted_positives
from trainer.triplets.losses import EveryTriplet, Selection, Triplets
from trainer.triplets.masks import blocks, farthest, smallest, without

_FEW = 64
"""Positives of an anchor up to which the nearest negative of each is looked for in turn."""


@dataclass(frozen=True, eq=False, slots=True)
class MiningContext:
    """What a miner may need to know besides the batch.

    Attributes:
        margin: The loss's margin, in the distance of the pairs.
        progress: How far training is, from 0 to 1.
        generator: Source of chance, the same on every machine.
    """

    margin: float = 0.2
    progress: float = 0.0
    generator: torch.Generator | None = None


class Miner(Protocol):
    """Chooses triplets of a batch; holds no state, so that every process chooses the same."""

    def __call__(self, pairs: Pairs, context: MiningContext) -> Selection:
        """Triplets of this batch, by index or in closed form."""
        ...


@dataclass(frozen=True, slots=True)
class BatchAll:
    """Every triplet; or every one of FaceNet's semi-hard ones, not the nearest alone, or every hard one."""

    which: Which = "all"

    def __call__(self, pairs: Pairs, context: MiningContext) -> EveryTriplet:  # noqa: ARG002 - the protocol's
        """All triplets, in closed form."""
        return EveryTriplet(self.which)


@dataclass(frozen=True, slots=True)
class BatchHard:
    """For each anchor its farthest positive and its nearest negative (Hermans et al. 2017, equation 5)."""

    def __call__(self, pairs: Pairs, context: MiningContext) -> Triplets:  # noqa: ARG002 - the protocol's
        """At most one triplet an anchor."""
        distances = pairs.distances.detach()
        if not len(distances):
            return _none(pairs)
        found = [
            (*smallest(without(near, excluded)), farthest(near, positive))
            for near, excluded, positive in blocks(distances, ~pairs.negative, pairs.positive)
        ]
        nearest, negative, positive = (torch.cat(parts) for parts in zip(*found, strict=True))
        rows = torch.arange(len(distances), device=distances.device)
        usable = pairs.positive[rows, positive] & nearest.isfinite()
        if not usable.all():
            rows, positive, negative = rows[usable], positive[usable], negative[usable]
        return Triplets(rows, positive, negative)


@dataclass(frozen=True, slots=True)
class SemiHard:
    """For each positive the nearest negative beyond it and inside the margin (FaceNet, section 3.2).

    A pair whose negatives are all nearer than its positive, or outside the margin, yields no triplet.
    """

    def __call__(self, pairs: Pairs, context: MiningContext) -> Triplets:
        """At most one triplet a positive pair."""
        distances = pairs.distances.detach()
        slots = sorted_positives(distances, pairs.positive)
        if slots.distances.shape[1] <= _FEW:
            return _compared(distances, pairs.negative, slots, context.margin)
        nearest, order = torch.where(pairs.negative, distances, torch.inf).sort(dim=1)
        place = torch.searchsorted(nearest, slots.distances, right=True)
        place = place.clamp_max_(max(nearest.shape[1] - 1, 0))
        candidate = nearest.gather(1, place)
        inside = (candidate > slots.distances) & (candidate < slots.distances + context.margin)
        anchor, slot = (inside & slots.filled).nonzero(as_tuple=True)
        return Triplets(anchor, slots.columns[anchor, slot], order[anchor, place[anchor, slot]])


@dataclass(frozen=True, slots=True)
class RandomTriplets:
    """For each anchor any positive and any negative: the baseline that learns little."""

    def __call__(self, pairs: Pairs, context: MiningContext) -> Triplets:
        """At most one triplet an anchor."""
        if not len(pairs.distances):
            return _none(pairs)
        positive, has_positive = _any(pairs.positive, context.generator)
        negative, has_negative = _any(pairs.negative, context.generator)
        anchor = (has_positive & has_negative).nonzero().squeeze(1)
        return Triplets(anchor, positive[anchor], negative[anchor])


def _compared(distances: Tensor, negative: Tensor, slots: SortedPositives, margin: float) -> Triplets:
    """FaceNet's triplets, each positive's nearest negative looked for in turn."""
    nearest, columns = torch.empty_like(slots.distances), torch.empty_like(slots.columns)
    for block in blocks(distances, ~negative, slots.distances, nearest, columns):
        _look_beyond(*block)
    anchor, slot = ((nearest < slots.distances + margin) & slots.filled).nonzero(as_tuple=True)
    return Triplets(anchor, slots.columns[anchor, slot], columns[anchor, slot])


def _look_beyond(distances: Tensor, excluded: Tensor, near: Tensor, nearest: Tensor, columns: Tensor) -> None:
    """Find the nearest column beyond each positive: those up to it are put out of reach, nearest first."""
    queries = without(distances, excluded)
    reached, far = torch.empty_like(queries), torch.finfo(queries.dtype).max
    for slot in range(near.shape[1]):
        queries.add_(torch.le(queries, near[:, slot, None], out=reached), alpha=far)
        nearest[:, slot], columns[:, slot] = smallest(queries)


def _none(pairs: Pairs) -> Triplets:
    nothing = torch.empty(0, dtype=torch.int64, device=pairs.distances.device)
    return Triplets(nothing, nothing, nothing)


def _any(mask: Tensor, generator: torch.Generator | None) -> tuple[Tensor, Tensor]:
    """One random true column of each row, and whether the row has one."""
    chance = torch.rand(mask.shape, generator=generator).to(mask.device).masked_fill_(~mask, -1)
    best, column = chance.max(1)
    return column, best >= 0


@dataclass(frozen=True, slots=True)
class Curriculum:
    """First one miner, later another: hard triplets from the start can collapse a fresh network.

    Attributes:
        first: Used until `switch`.
        then: Used from `switch` on.
        switch: Share of the training, from 0 to 1.
    """

    first: Miner = field(default_factory=SemiHard)
    then: Miner = field(default_factory=BatchHard)
    switch: float = 0.5

    def __call__(self, pairs: Pairs, context: MiningContext) -> Selection:
        """What the first or the second miner chooses, by the progress."""
        return (self.first if context.progress < self.switch else self.then)(pairs, context)


MINERS: dict[str, Miner] = {
    "batch-all": BatchAll(),
    "semi-hard-all": BatchAll("semi-hard"),
    "hard-all": BatchAll("hard"),
    "semi-hard": SemiHard(),
    "batch-hard": BatchHard(),
    "random": RandomTriplets(),
    "curriculum": Curriculum(),
}
"""Miners that look at one batch, by the name that the command line gives them."""
