"""Squared Euclidean distances, and which of them join two pictures of one identity."""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.autograd.function import once_differentiable
from torch.nn import functional as F


class _SquaredDistances(torch.autograd.Function):
    """Pairwise |a - r|^2 by one matrix product each way, instead of autograd's many (A, R) leftovers."""

    @staticmethod
    def forward(ctx: Any, anchors: Tensor, references: Tensor) -> Tensor:
        ctx.save_for_backward(anchors, references)
        squares = anchors.square().sum(1, keepdim=True) + references.square().sum(1)
        return squares.addmm_(anchors, references.T, alpha=-2).clamp_min_(0)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, grad: Tensor) -> tuple[Tensor, Tensor]:
        anchors, references = ctx.saved_tensors
        to_anchors = anchors * grad.sum(1, keepdim=True) - grad @ references
        to_references = references * grad.sum(0).unsqueeze(1) - grad.T @ anchors
        return 2 * to_anchors, 2 * to_references


def squared_distances(anchors: Tensor, references: Tensor) -> Tensor:
    """Squared Euclidean distance of every anchor (A, D) to every reference (R, D), as (A, R)."""
    distances: Tensor = _SquaredDistances.apply(anchors, references)
    return distances


@dataclass(frozen=True, eq=False, slots=True)
class Pairs:
    """What every miner and loss looks at: anchors against references.

    Attributes:
        distances: Squared distance of each anchor to each reference (A, R); carries the gradient.
        positive: Same identity, another picture (A, R), bool.
        negative: Another identity (A, R), bool.
        anchors: What is compared (A, D).
        references: What it is compared with (R, D).
    """

    distances: Tensor
    positive: Tensor
    negative: Tensor
    anchors: Tensor
    references: Tensor

    def one_by_one(self, rows: Tensor, columns: Tensor) -> Tensor:
        """Some of the distances (T,), without the others' part in the gradient, which is all zeros."""
        anchors, references = self.anchors.index_select(0, rows), self.references.index_select(0, columns)
        return (anchors - references).square().sum(1)

    @classmethod
    def of(
        cls,
        embeddings: Tensor,
        labels: Tensor,
        *,
        memory: tuple[Tensor, Tensor] | None = None,
        normalise: bool = True,
    ) -> "Pairs":
        """Pair a batch (B, D) with itself and with a memory of past embeddings.

        Args:
            embeddings: The batch (B, D); half precision is compared in float32, whose sums do not overflow.
            labels: Its identities (B,), integers.
            memory: Past embeddings (M, D) and their labels (M,); they get no gradient.
            normalise: Scale to unit length first (FaceNet); False compares raw embeddings.
        """
        if embeddings.dtype in (torch.float16, torch.bfloat16):
            embeddings = embeddings.float()
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
        return cls(squared_distances(embeddings, references), same, negative, embeddings, references)
