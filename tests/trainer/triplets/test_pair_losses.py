"""Losses over pairs against pytorch-metric-learning, and where there is nothing to compare."""

from typing import Any

import pytest
import torch
from torch import Tensor

from trainer.config import Distance
from trainer.triplets.distance import Pairs
from trainer.triplets.pair_losses import ContrastiveLoss, MultiSimilarityLoss, PairLoss, SupConLoss

LOSSES: dict[str, tuple[PairLoss, Distance]] = {
    "contrastive": (ContrastiveLoss(), "euclidean"),
    "contrastive, squared": (ContrastiveLoss(0.7), "squared"),
    "contrastive, cosine": (ContrastiveLoss(0.6), "cosine"),
    "multi-similarity": (MultiSimilarityLoss(), "cosine"),
    "multi-similarity, other values": (MultiSimilarityLoss(3, 20, 0.3, 0.3), "cosine"),
    "supcon": (SupConLoss(), "cosine"),
    "supcon, colder": (SupConLoss(20), "cosine"),
}


def theirs(name: str, embeddings: Tensor, labels: Tensor) -> Tensor:
    """pytorch-metric-learning's value of the same loss."""
    library = pytest.importorskip("pytorch_metric_learning")
    assert library.__version__ == "2.9.0"
    from pytorch_metric_learning import distances, losses, miners

    many = {"multi-similarity": (2, 50, 0.5, 0.1), "multi-similarity, other values": (3, 20, 0.3, 0.3)}
    if name in many:
        *of_loss, epsilon = many[name]
        chosen = miners.MultiSimilarityMiner(epsilon)(embeddings, labels)
        mined: Tensor = losses.MultiSimilarityLoss(*of_loss)(embeddings, labels, chosen)
        return mined
    loss: Any = {
        "contrastive": losses.ContrastiveLoss(),
        "contrastive, squared": losses.ContrastiveLoss(
            neg_margin=0.7, distance=distances.LpDistance(power=2)
        ),
        "contrastive, cosine": losses.ContrastiveLoss(1, 0.4, distance=distances.CosineSimilarity()),
        "supcon": losses.SupConLoss(),
        "supcon, colder": losses.SupConLoss(0.05),
    }[name]
    value: Tensor = loss(embeddings, labels)
    return value


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize(
    "labels",
    [
        torch.arange(24) // 4,
        torch.tensor([0] * 9 + [1] * 4 + [2] * 2 + [3, 4, 5]),
        torch.arange(6),
        torch.zeros(6, dtype=torch.int64),
    ],
    ids=["balanced", "unbalanced", "no positives", "no negatives"],
)
def test_equal_to_pytorch_metric_learning(labels: Tensor, name: str) -> None:
    torch.manual_seed(1)
    loss, kind = LOSSES[name]
    embeddings = (torch.randn(len(labels), 6) + 1).requires_grad_()
    ours = loss(Pairs.of(embeddings, labels, kind=kind)).value
    other = theirs(name, embeddings, labels)
    assert ours.item() == pytest.approx(other.item(), abs=1e-5)
    mine = torch.autograd.grad(ours, embeddings)[0]
    expected = torch.autograd.grad(other, embeddings)[0] if other.requires_grad else torch.zeros_like(mine)
    torch.testing.assert_close(mine, expected, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("size", [0, 1])
def test_of_no_pair_there_is_no_loss(size: int, name: str) -> None:
    loss, kind = LOSSES[name]
    embeddings = torch.randn(size, 4, requires_grad=True)
    found = loss(Pairs.of(embeddings, torch.zeros(size, dtype=torch.int64), kind=kind))
    assert (found.value.item(), found.triplets, found.active) == (0, 0, 0)
    assert (torch.autograd.grad(found.value, embeddings)[0] == 0).all()


@pytest.mark.parametrize("name", LOSSES)
def test_what_is_no_number_is_told(name: str) -> None:
    loss, kind = LOSSES[name]
    embeddings = torch.randn(8, 4)
    embeddings[2] = torch.nan
    assert loss(Pairs.of(embeddings, torch.arange(8) // 2, kind=kind)).value.isnan()
