"""Where a run's batches come from: PK sampling, or triplets mined over the whole data set."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from trainer.arrays import Indices
from trainer.config import TrainConfig
from trainer.training.sampling import PKSampler
from trainer.triplets.losses import Triplets
from trainer.triplets.offline import mine

Embed = Callable[[], Tensor]


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Pictures to learn from together.

    Attributes:
        indices: Rows of the data set (B,).
        chosen: Triplets among them that were mined beforehand, or None to ask the run's miner.
    """

    indices: Indices
    chosen: Triplets | None = None


class PKBatches:
    """P identities with K pictures each; the miner looks for triplets among them."""

    def __init__(self, labels: Indices, config: TrainConfig) -> None:
        self._sampler = PKSampler(labels, config.identities, config.images, config.seed)
        self.singles = self._sampler.singles
        self.steps_per_epoch = self._sampler.steps_per_epoch

    def batch(self, step: int, embed: Embed) -> Batch:  # noqa: ARG002 - as `OfflineBatches` is called
        """The sampler's batch of that number."""
        return Batch(self._sampler.batch(step))


class OfflineBatches:
    """Triplets from a search over all data every few epochs, a batch's worth at a time.

    Attributes:
        mined: The triplets of the present search (T, 3), as rows of the data set; empty before the first.
    """

    def __init__(self, labels: Indices, config: TrainConfig) -> None:
        sampler = PKSampler(labels, config.identities, config.images, config.seed)  # refuses what cannot be
        self._labels, self._config = labels, config
        self._size = max(1, config.identities * config.images // 3)
        self.singles = sampler.singles
        self.steps_per_epoch = math.ceil((len(labels) - len(self.singles)) / self._size)
        self.mined = torch.empty(0, 3, dtype=torch.int64)

    def batch(self, step: int, embed: Embed) -> Batch:
        """The next triplets of the present search, after a new one if it is due."""
        cycle = max(1, round(self.steps_per_epoch * self._config.mine_every))
        if step % cycle == 0:
            self._search(embed(), step)
        if not len(self.mined):  # nothing violates the margin: a batch that is counted as empty
            nothing = torch.empty(0, dtype=torch.int64)
            return Batch(np.arange(min(2, len(self._labels))), Triplets(nothing, nothing, nothing))
        places = torch.arange(self._size) + step % cycle * self._size
        chosen = self.mined[places[: len(self.mined)] % len(self.mined)]
        rows, places = torch.unique(chosen, return_inverse=True)
        return Batch(rows.numpy(), Triplets(*places.unbind(1)))

    def _search(self, embeddings: Tensor, step: int) -> None:
        config = self._config
        rounds = max(1, round(config.mine_every))
        found = mine(embeddings, self._labels, config.margin, rounds=rounds, seed=config.seed + step)
        triplets = torch.stack([found.anchor, found.positive, found.negative], dim=1).cpu()
        generator = torch.Generator().manual_seed(config.seed * 1_000_003 + step)
        self.mined = triplets[torch.randperm(len(triplets), generator=generator)]


def build_batches(labels: Indices, config: TrainConfig) -> PKBatches | OfflineBatches:
    """The source that the run's miner needs.

    Raises:
        DataError: Fewer than two identities, or none with two pictures.
    """
    return OfflineBatches(labels, config) if config.miner == "offline" else PKBatches(labels, config)
