"""Distances, and which of them join two pictures of one identity."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn import functional as F

from trainer.config import Distance


class _SquaredDistances(torch.autograd.Function):
    """Pairwise |a - r|^2 by one matrix product each way, instead of autograd's many (A, R) leftovers.

    Of a batch with itself, r is None: what a picture gets as anchor and as reference is one product, too.
    """

    @staticmethod
    def forward(ctx: Any, anchors: Tensor, references: Tensor | None) -> Tensor:
        ctx.save_for_backward(anchors, references)
        squares = anchors.square().sum(1, keepdim=True)
        others = anchors if references is None else references
        to = squares.T if references is None else references.square().sum(1)
        return (squares + to).addmm_(anchors, others.T, alpha=-2).clamp_min_(0)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor | None]:
        anchors, references = ctx.saved_tensors
        if references is None:
            both = grad + grad.T
            return 2 * (anchors * both.sum(1, keepdim=True) - both @ anchors), None
        to_anchors = anchors * grad.sum(1, keepdim=True) - grad @ references
        to_references = references * grad.sum(0).unsqueeze(1) - grad.T @ anchors
        return 2 * to_anchors, 2 * to_references


def squared_distances(anchors: Tensor, references: Tensor | None = None) -> Tensor:
    """Squared Euclidean distance of every anchor (A, D) to every reference (R, D), as (A, R).

    Without references, of every anchor to every anchor.
    """
    distances: Tensor = _SquaredDistances.apply(anchors, references)
    return distances


def _rooted(squares: Tensor) -> Tensor:
    """Square roots whose gradient at zero is zero."""
    apart = squares != 0
    return torch.where(apart, squares, 1).sqrt() * apart


_OF_SQUARES: dict[Distance, Callable[[Tensor], Tensor]] = {
    "squared": lambda squares: squares,
    "euclidean": _rooted,
    "cosine": lambda squares: squares / 2,
}
"""Each distance from the squared Euclidean one; the cosine's is that of unit-length embeddings."""


@dataclass(frozen=True, eq=False, slots=True)
class Pairs:
    """What every miner and loss looks at: anchors against references.

    Attributes:
        distances: Distance of each anchor to each reference (A, R); carries the gradient.
        positive: Same identity, another picture (A, R), bool.
        negative: Another identity (A, R), bool.
        anchors: What is compared (A, D).
        references: What it is compared with (R, D).
        kind: Which distance it is.
    """

    distances: Tensor
    positive: Tensor
    negative: Tensor
    anchors: Tensor
    references: Tensor
    kind: Distance = "squared"

    @property
    def finite(self) -> bool:
        """Whether every picture of the batch is at a finite distance to itself, as one with a NaN is not."""
        return bool(self.distances.detach().diagonal().isfinite().all())

    def one_by_one(self, rows: Tensor, columns: Tensor) -> Tensor:
        """Some of the distances (T,), without the others' part in the gradient, which is all zeros."""
        anchors, references = self.anchors.index_select(0, rows), self.references.index_select(0, columns)
        return _OF_SQUARES[self.kind]((anchors - references).square().sum(1))

    @classmethod
    def of(
        cls,
        embeddings: Tensor,
        labels: Tensor,
        *,
        memory: tuple[Tensor, Tensor] | None = None,
        normalise: bool = True,
        kind: Distance = "squared",
    ) -> "Pairs":
        """Pair a batch (B, D) with itself and with a memory of past embeddings.

        Args:
            embeddings: The batch (B, D); half precision is compared in float32, whose sums do not overflow.
            labels: Its identities (B,), integers.
            memory: Past embeddings (M, D) and their labels (M,); they get no gradient.
            normalise: Scale to unit length first (FaceNet); False compares raw embeddings.
            kind: Which distance; 1 - cosine scales to unit length in any case.
        """
        if embeddings.dtype in (torch.float16, torch.bfloat16):
            embeddings = embeddings.float()
        normalise = normalise or kind == "cosine"
        if normalise:
            embeddings = F.normalize(embeddings, dim=1)
        references, reference_labels = embeddings, labels
        if memory is not None:
            past = F.normalize(memory[0], dim=1) if normalise else memory[0]
            references = torch.cat([embeddings, past.detach().to(embeddings.dtype)])
            reference_labels = torch.cat([labels, memory[1]])
        same = labels.unsqueeze(1) == reference_labels.unsqueeze(0)
        negative = ~same
        same.fill_diagonal_(fill_value=False)  # a picture is not its own positive
        squares = squared_distances(embeddings, None if memory is None else references)
        return cls(_OF_SQUARES[kind](squares), same, negative, embeddings, references, kind)
