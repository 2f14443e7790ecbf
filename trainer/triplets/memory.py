"""Embeddings of past batches as further references (Wang et al., "Cross-Batch Memory", CVPR 2020)."""

import torch
from torch import Tensor

from trainer.errors import ConfigError
from trainer.text import say


class CrossBatchMemory:
    """The latest embeddings: more positives and negatives than one batch can hold.

    Attributes:
        capacity: How many embeddings it keeps.
    """

    def __init__(self, capacity: int) -> None:
        if capacity < 1:
            raise ConfigError(say("A cross-batch memory needs room for at least one embedding"))
        self.capacity = capacity
        self._held: tuple[Tensor, Tensor] | None = None

    def held(self) -> tuple[Tensor, Tensor] | None:
        """Embeddings (M, D) and labels (M,), oldest first, M <= capacity; None before the first batch."""
        return self._held

    def clear(self) -> None:
        """Forget everything."""
        self._held = None

    def add(self, embeddings: Tensor, labels: Tensor) -> None:
        """Remember a batch (B, D) with its labels (B,); the oldest beyond the capacity are forgotten."""
        if self._held is not None:
            embeddings = torch.cat([self._held[0], embeddings])
            labels = torch.cat([self._held[1], labels])
        self._held = embeddings.detach()[-self.capacity :], labels[-self.capacity :]
