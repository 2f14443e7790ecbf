"""The triplet hinge by plain enumeration: slow, and plainly right."""

import torch
from torch import Tensor


def enumerated(
    embeddings: Tensor, labels: Tensor, margin: float, *, semi_hard: bool = False
) -> tuple[Tensor, int, int]:
    """Sum over every triplet, how many are inside the margin, and how many there are."""
    unit = torch.nn.functional.normalize(embeddings, dim=1)
    distances = (unit[:, None] - unit[None]).square().sum(-1)
    same = labels[:, None] == labels[None]
    positive = same & ~torch.eye(len(labels), dtype=torch.bool)
    every = positive[:, :, None] & ~same[:, None, :]
    gap = distances[:, :, None] - distances[:, None, :]
    losses = torch.relu(gap + margin) * (every & (gap < 0) if semi_hard else every)
    return losses.sum(), int((losses > 0).sum()), int(every.sum())
