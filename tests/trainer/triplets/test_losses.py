"""Reductions and the soft margin; then the whole against pytorch-metric-learning."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from tests.trainer.triplets.enumeration import all_distances, enumerated
from trainer.backbones import SFace
from trainer.config import Distance, Reduction
from trainer.data import read_folder
from trainer.errors import ConfigError
from trainer.triplets.distance import Pairs
from trainer.triplets.losses import EveryTriplet, Selection, TripletLoss, Triplets
from trainer.triplets.mining import MINERS, MiningContext

MARGIN = 0.2


@pytest.mark.parametrize("reduction", ["sum", "mean", "mean_active"])
def test_reductions(reduction: Reduction) -> None:
    torch.manual_seed(0)
    embeddings, labels = torch.randn(20, 4), torch.arange(20) // 4
    total, active, triplets = enumerated(embeddings, labels, MARGIN)
    found = TripletLoss(MARGIN, reduction=reduction)(Pairs.of(embeddings, labels), EveryTriplet())
    divisor = {"sum": 1, "mean": triplets, "mean_active": active}[reduction]
    assert found.value.item() == pytest.approx(total.item() / divisor, rel=1e-5)
    assert (found.triplets, found.active) == (triplets, active)


def test_the_soft_margin_is_softplus_of_the_gap() -> None:
    pairs = Pairs.of(torch.tensor([[1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]]), torch.tensor([0, 0, 1]))
    one = torch.tensor([0])
    found = TripletLoss(soft=True)(pairs, Triplets(one, one + 1, one + 2))
    assert found.value.item() == pytest.approx(np.log1p(np.exp(2 - 4)), rel=1e-6)


def test_the_soft_margin_has_no_closed_form() -> None:
    with pytest.raises(ConfigError, match="closed form"):
        TripletLoss(soft=True)(Pairs.of(torch.eye(3), torch.tensor([0, 0, 1])), EveryTriplet())


SHARES = [0.0, 0.1, 0.5, 1.0]
BATCH = torch.arange(20) // 4
CHOSEN = Triplets(torch.tensor([0, 1, 5, 9]), torch.tensor([3, 2, 4, 8]), torch.tensor([7, 19, 0, 12]))
SELECTIONS = {
    "listed": CHOSEN,
    "every": EveryTriplet(),
    "semi-hard": EveryTriplet("semi-hard"),
    "hard": EveryTriplet("hard"),
}


def by_parts(chosen: Selection, near: Tensor, far: Tensor, *, soft: bool) -> Tensor:
    """The sum by its definition, d(a, p) of the embeddings `near` and d(a, n) of `far`."""
    if isinstance(chosen, EveryTriplet):
        return enumerated(far, BATCH, MARGIN, which=chosen.which, positives=near)[0]
    gap = (
        all_distances(near)[chosen.anchor, chosen.positive]
        - all_distances(far)[chosen.anchor, chosen.negative]
    )
    return (torch.nn.functional.softplus(gap) if soft else torch.relu(gap + MARGIN)).sum()


@pytest.mark.slow
@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize(
    ("chosen", "soft"),
    [*((chosen, False) for chosen in SELECTIONS.values()), (CHOSEN, True)],
    ids=[*SELECTIONS, "listed, soft"],
)
def test_a_share_of_the_positives_gradient(chosen: Selection, share: float, *, soft: bool) -> None:
    torch.manual_seed(4)
    embeddings = torch.randn(20, 4, dtype=torch.float64, requires_grad=True)
    loss = TripletLoss(MARGIN, soft, "sum", positive_gradient=share)
    found = loss(Pairs.of(embeddings, BATCH), chosen).value
    near, far = (embeddings.detach().clone().requires_grad_() for _ in range(2))
    expected = by_parts(chosen, near, far, soft=soft)
    assert found.item() == pytest.approx(expected.item(), abs=1e-10)  # whatever the share
    assert torch.autograd.gradcheck(lambda a, b: by_parts(chosen, a, b, soft=soft), (near, far))
    pull, push = torch.autograd.grad(expected, (near, far))
    gradient = torch.autograd.grad(found, embeddings)[0]
    torch.testing.assert_close(gradient, share * pull + push, atol=1e-10, rtol=0)


def theirs(miner: str, embeddings: Tensor, labels: Tensor, kind: Distance = "squared") -> Tensor:
    """pytorch-metric-learning's loss over the same triplets."""
    library = pytest.importorskip("pytorch_metric_learning")
    assert library.__version__ == "2.9.0"
    from pytorch_metric_learning import distances, losses, miners

    distance = {
        "squared": distances.LpDistance(power=2),
        "euclidean": distances.LpDistance(),
        "cosine": distances.CosineSimilarity(),
    }[kind]
    chosen: Any = None
    if miner == "batch-hard":
        chosen = miners.BatchHardMiner(distance=distance)(embeddings, labels)
    elif miner != "batch-all":
        wanted = {"semi-hard-all": "semihard", "hard-all": "hard"}[miner]
        chosen = miners.TripletMarginMiner(MARGIN, type_of_triplets=wanted, distance=distance)(
            embeddings, labels
        )
    loss: Tensor = losses.TripletMarginLoss(margin=MARGIN, distance=distance)(embeddings, labels, chosen)
    return loss


def assert_equal_to_theirs(miner: str, values: Tensor, labels: Tensor, kind: Distance = "squared") -> None:
    embeddings = values.clone().requires_grad_()
    pairs = Pairs.of(embeddings, labels, kind=kind)
    ours = TripletLoss(MARGIN)(pairs, MINERS[miner](pairs, MiningContext(MARGIN))).value
    other = theirs(miner, embeddings, labels, kind)
    assert ours.item() == pytest.approx(other.item(), abs=1e-5)
    mine = torch.autograd.grad(ours, embeddings)[0]
    torch.testing.assert_close(mine, torch.autograd.grad(other, embeddings)[0], atol=1e-5, rtol=0)


SIZES = [8, 32, 100, pytest.param(256, marks=pytest.mark.slow), pytest.param(512, marks=pytest.mark.slow)]
COMPARED = ["batch-all", "semi-hard-all", "hard-all", "batch-hard"]


@pytest.mark.parametrize("miner", COMPARED)
@pytest.mark.parametrize("size", SIZES)
def test_equal_to_pytorch_metric_learning(size: int, miner: str) -> None:
    torch.manual_seed(size)
    labels = torch.randint(0, max(2, size // 5), (size,)) ** 2 // max(2, size // 5)  # unbalanced
    assert_equal_to_theirs(miner, torch.randn(size, 16), labels)


@pytest.mark.parametrize("miner", COMPARED)
@pytest.mark.parametrize("kind", ["euclidean", "cosine"])
def test_equal_by_another_distance(kind: Distance, miner: str) -> None:
    torch.manual_seed(0)
    assert_equal_to_theirs(miner, torch.randn(40, 16), torch.arange(40) // 5, kind)


@pytest.mark.parametrize("miner", COMPARED)
@pytest.mark.parametrize(
    "labels", [torch.arange(10), torch.zeros(10, dtype=torch.int64)], ids=["no positives", "no negatives"]
)
def test_equal_where_there_is_nothing(labels: Tensor, miner: str) -> None:
    assert_equal_to_theirs(miner, torch.randn(10, 8), labels)


@pytest.mark.parametrize("miner", ["batch-all", "semi-hard-all", "hard-all"])
def test_equal_with_ties_and_duplicates(miner: str) -> None:
    corners = torch.eye(4)[torch.tensor([0, 0, 1, 1, 0, 2, 2, 3, 3, 1])]  # distances are exactly 0 or 2
    assert_equal_to_theirs(miner, corners, torch.tensor([0, 0, 0, 1, 1, 1, 2, 2, 3, 3]))


def test_batch_hard_is_equal_in_value_where_ties_leave_a_choice() -> None:
    corners = torch.eye(4)[torch.tensor([0, 0, 1, 1, 0, 2, 2, 3, 3, 1])]
    labels = torch.tensor([0, 0, 0, 1, 1, 1, 2, 2, 3, 3])
    pairs = Pairs.of(corners, labels)
    ours = TripletLoss(MARGIN)(pairs, MINERS["batch-hard"](pairs, MiningContext())).value
    assert ours.item() == pytest.approx(theirs("batch-hard", corners, labels).item(), abs=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("miner", COMPARED)
def test_equal_on_real_embeddings(miner: str, faces: Path, sface: SFace) -> None:
    files = read_folder(faces / "aligned12", 112)
    rows = np.arange(0, len(files.items), 10)
    with torch.inference_mode():
        values = sface(sface.prepare(files.crops(rows)))
    assert_equal_to_theirs(miner, values.clone(), torch.from_numpy(files.labels[rows]))
