"""Mining over a whole data set: every picture's nearest wrong neighbours, found by exact search."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from trainer.arrays import Indices
from trainer.triplets.distance import squared_distances
from trainer.triplets.losses import Triplets

_ROWS = 1024


def mine(embeddings: Tensor, labels: Indices, margin: float, *, rounds: int = 1, seed: int = 0) -> Triplets:
    """For each picture a random positive and the nearest negative beyond it, inside the margin.

    FaceNet's semi-hard rule with the whole data set as the batch, in O(N^2) time and O(N) memory.

    Args:
        embeddings: (N, D); scaled to unit length here.
        labels: Identities (N,).
        margin: Margin in squared distance.
        rounds: Positives drawn for each anchor.
        seed: Seed of the draw.

    Returns:
        Triplets as rows of the data set; anchors that violate nothing have none.
    """
    unit = F.normalize(embeddings.float(), dim=1)
    numbers = torch.from_numpy(labels).to(unit.device)
    chance = np.random.default_rng(seed)
    found = [_round(unit, numbers, margin, _positives(labels, chance)) for _ in range(rounds)]
    anchor, positive, negative = torch.cat(found, dim=1)
    return Triplets(anchor, positive, negative)


def _positives(labels: Indices, chance: np.random.Generator) -> Indices:
    """Another random picture of the same identity for each row; -1 where there is none."""
    order = np.lexsort((chance.random(len(labels)), labels))
    _, starts, counts = np.unique(labels[order], return_index=True, return_counts=True)
    partner = np.arange(len(labels)) + 1
    partner[starts + counts - 1] = starts  # the last of each identity is paired with its first
    partners = np.empty(len(labels), dtype=np.int64)
    partners[order] = order[partner]
    partners[np.isin(labels, labels[order][starts[counts == 1]])] = -1
    return partners


def _round(unit: Tensor, labels: Tensor, margin: float, positives: Indices) -> Tensor:
    """Triplets (3, T) of one draw of positives."""
    anchors = torch.from_numpy(np.flatnonzero(positives >= 0)).to(unit.device)
    partners = torch.from_numpy(positives).to(unit.device)
    parts = [torch.empty(3, 0, dtype=torch.int64, device=unit.device)]
    for rows in anchors.split(_ROWS):
        distances = squared_distances(unit[rows], unit)
        near = distances.gather(1, partners[rows].unsqueeze(1))
        wrong = (labels[rows].unsqueeze(1) != labels) & (distances > near)
        nearest, negative = distances.masked_fill(~wrong, torch.inf).min(1)
        inside = nearest < near.squeeze(1) + margin
        parts.append(torch.stack([rows, partners[rows], negative])[:, inside])
    return torch.cat(parts, dim=1)
