"""The triplet hinge by plain enumeration: slow, and plainly right."""

import torch
from torch import Tensor

from trainer.config import Which


def enumerated(
    embeddings: Tensor,
    labels: Tensor,
    margin: float,
    *,
    which: Which = "all",
    positives: Tensor | None = None,
) -> tuple[Tensor, int, int]:
    """Sum over every triplet, how many are inside the margin, and how many there are.

    The embeddings whose distances stand for d(a, p) may be given apart, so that its gradient can be told from
    that of d(a, n).
    """
    distances = all_distances(embeddings)
    to_positives = distances if positives is None else all_distances(positives)
    same = labels[:, None] == labels[None]
    positive = same & ~torch.eye(len(labels), dtype=torch.bool)
    every = positive[:, :, None] & ~same[:, None, :]
    gap = to_positives[:, :, None] - distances[:, None, :]
    kinds = {"all": every, "semi-hard": every & (gap < 0) & (gap > -margin), "hard": every & (gap >= 0)}
    chosen = kinds[which]
    losses = torch.relu(gap + margin) * chosen
    return losses.sum(), int((losses > 0).sum()), int(chosen.sum())


def all_distances(embeddings: Tensor) -> Tensor:
    """Squared distances (B, B) of the unit-length embeddings, by their definition."""
    unit = torch.nn.functional.normalize(embeddings, dim=1)
    return (unit[:, None] - unit[None]).square().sum(-1)
