"""Distances, and which of them join two pictures of one identity."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable

from trainer.config import Distance

_SHORTEST = 1e-12
"""Length below which rows are not scaled up to one."""


class _UnitLength(torch.autograd.Function):
    """x / |x| of each row, with the gradient (g - u (g . u)) / |x| in four operations instead of a dozen."""

    @staticmethod
    def forward(ctx: Any, rows: Tensor) -> Tensor:
        lengths = torch.linalg.vector_norm(rows, dim=1, keepdim=True).clamp_min_(_SHORTEST)
        unit: Tensor = rows / lengths
        ctx.save_for_backward(unit, lengths)
        return unit

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> Tensor:
        unit, lengths = ctx.saved_tensors
        along = (grad * unit).sum(1, keepdim=True)
        return torch.addcmul(grad, unit, along, value=-1).div_(lengths)


def unit_length(rows: Tensor) -> Tensor:
    """Rows (B, D) scaled to unit length; one of zeros stays as it is."""
    unit: Tensor = _UnitLength.apply(rows)
    return unit


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


class _SquaredOneByOne(torch.autograd.Function):
    """|a - r|^2 of some rows of anchors and of references, of which None is the anchors."""

    @staticmethod
    def forward(
        ctx: Any, anchors: Tensor, references: Tensor | None, rows: Tensor, columns: Tensor
    ) -> Tensor:
        others = anchors if references is None else references
        apart = anchors.index_select(0, rows).sub_(others.index_select(0, columns))
        ctx.save_for_backward(apart, rows, columns)
        ctx.shapes = anchors.shape, None if references is None else references.shape
        return (apart * apart).sum(1)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor | None, None, None]:
        apart, rows, columns = ctx.saved_tensors
        own, other = ctx.shapes
        pulls = apart * (2 * grad).unsqueeze(1)
        to_anchors = pulls.new_zeros(own).index_add_(0, rows, pulls)
        to_references = to_anchors if other is None else pulls.new_zeros(other)
        to_references.index_add_(0, columns, pulls, alpha=-1)
        return to_anchors, None if other is None else to_references, None, None


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
        references = None if self.references is self.anchors else self.references
        squares: Tensor = _SquaredOneByOne.apply(self.anchors, references, rows, columns)
        return _OF_SQUARES[self.kind](squares)

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
            embeddings = unit_length(embeddings)
        references, reference_labels = embeddings, labels
        if memory is not None:
            past = unit_length(memory[0]) if normalise else memory[0]
            references = torch.cat([embeddings, past.detach().to(embeddings.dtype)])
            reference_labels = torch.cat([labels, memory[1]])
        same = labels.unsqueeze(1) == reference_labels.unsqueeze(0)
        negative = ~same
        same.fill_diagonal_(fill_value=False)  # a picture is not its own positive
        squares = squared_distances(embeddings, None if memory is None else references)
        return cls(_OF_SQUARES[kind](squares), same, negative, embeddings, references, kind)
