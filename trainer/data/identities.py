"""Pictures with identities: the protocol that training reads from, and the in-memory form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, Self

import numpy as np
import torch
from torch import Tensor

from trainer.arrays import Indices, Picture
from trainer.errors import DataError
from trainer.text import say


class IdentityData(Protocol):
    """Square RGB crops, each of one identity, wherever they are kept."""

    @property
    def labels(self) -> Indices:
        """Identity of each crop (N,); any integers."""
        ...

    @property
    def names(self) -> Mapping[int, str]:
        """What an identity is called, for those that have a name."""
        ...

    @property
    def hashes(self) -> tuple[str, ...]:
        """Content hash of each crop's file, where known; else ()."""
        ...

    def crops(self, indices: Indices) -> Tensor:
        """Those crops as uint8 (B, S, S, 3)."""
        ...

    def subset(self, indices: Indices) -> Self:
        """The same data, those crops alone."""
        ...


@dataclass(frozen=True, eq=False, slots=True)
class Crops:
    """Crops that are all in memory.

    Attributes:
        pictures: RGB, uint8 (N, S, S, 3), all of the size that the backbone expects.
        labels: Identity of each crop (N,); any integers.
        names: What an identity is called, for those that have a name.
        hashes: Content hash of each crop's file, where known; else ().
    """

    pictures: Picture
    labels: Indices
    names: Mapping[int, str] = field(default_factory=dict)
    hashes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shape = self.pictures.shape
        if self.pictures.dtype != np.uint8 or len(shape) != 4 or shape[1] != shape[2] or shape[3] != 3:
            raise DataError(
                say("The crops cannot be used"),
                why=say(
                    "they are {dtype} {shape}, not uint8 (N, S, S, 3)",
                    dtype=str(self.pictures.dtype),
                    shape=str(shape),
                ),
            )
        check_labels(self.labels, len(self.pictures))

    def crops(self, indices: Indices) -> Tensor:
        """Those crops as uint8 (B, S, S, 3)."""
        return torch.from_numpy(self.pictures[indices])

    def subset(self, indices: Indices) -> "Crops":
        """The same data, those crops alone."""
        hashes = tuple(self.hashes[i] for i in indices) if self.hashes else ()
        return Crops(self.pictures[indices], self.labels[indices], self.names, hashes)


def check_labels(labels: Indices, count: int) -> None:
    """Refuse labels that are not one integer for each of `count` items.

    Raises:
        DataError: They are not.
    """
    if labels.shape != (count,) or not np.issubdtype(labels.dtype, np.integer):
        raise DataError(
            say("The labels cannot be used"),
            why=say(
                "they are {dtype} {shape}, not {count} integers",
                dtype=str(labels.dtype),
                shape=str(labels.shape),
                count=count,
            ),
        )
