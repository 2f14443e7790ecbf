"""Exponential moving average of the weights, which evaluates steadier than the weights themselves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import torch
from torch import Tensor


class MovingAverage:
    """Average of some weights over the steps.

    Attributes:
        values: The averages, in the order of the weights.
        updates: Steps averaged so far.
    """

    def __init__(self, weights: Sequence[Tensor], decay: float) -> None:
        self._weights = weights
        self._decay = decay
        self.values = [weight.detach().clone() for weight in weights]
        self.updates = 0

    @torch.no_grad()
    def update(self) -> None:
        """Take the present weights in; early on the average forgets faster, so that its start fades."""
        self.updates += 1
        decay = min(self._decay, (1 + self.updates) / (10 + self.updates))
        for value, weight in zip(self.values, self._weights, strict=True):
            value.lerp_(weight, 1 - decay)

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """The averages stand in for the weights meanwhile."""
        self._swap()
        try:
            yield
        finally:
            self._swap()

    @torch.no_grad()
    def _swap(self) -> None:
        for value, weight in zip(self.values, self._weights, strict=True):
            kept = weight.clone()
            weight.copy_(value)
            value.copy_(kept)
