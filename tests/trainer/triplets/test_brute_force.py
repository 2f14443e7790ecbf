"""Every miner, reduction and kind of number against plain loops, on batches good and degenerate."""

import math
from collections.abc import Callable
from itertools import product

import pytest
import torch
from torch import Tensor

from trainer.config import Distance, Reduction
from trainer.triplets import exact, masks, mining
from trainer.triplets.distance import Pairs
from trainer.triplets.losses import EveryTriplet, LossOutput, Selection, TripletLoss, Triplets
from trainer.triplets.mining import MINERS, MiningContext

MARGIN = 0.2
TOLERANCE = {torch.float64: 1e-12, torch.float32: 1e-5, torch.bfloat16: 1e-5, torch.float16: 1e-5}
Triplet = tuple[int, int, int]
Distances = list[list[float]]


def batches() -> dict[str, tuple[Tensor, Tensor]]:
    """Embeddings (float64) and labels of each kind of batch."""
    torch.manual_seed(0)
    twins = torch.eye(4, dtype=torch.float64)[[0, 0, 1, 1, 0, 2, 2, 3]]
    labels = {
        "balanced": torch.arange(20) // 4,
        "unbalanced": torch.tensor([0] * 9 + [1] * 4 + [2] * 2 + [3, 4, 5]),
        "nothing": torch.empty(0, dtype=torch.int64),
        "one": torch.tensor([7]),
        "two of one": torch.tensor([7, 7]),
        "two of two": torch.tensor([7, 8]),
        "no positives": torch.arange(8),
        "no negatives": torch.zeros(8, dtype=torch.int64),
    }
    found = {name: (torch.randn(len(of), 5, dtype=torch.float64), of) for name, of in labels.items()}
    found["twins"] = twins, torch.tensor([0, 0, 0, 1, 1, 1, 2, 2])
    found["one point"] = torch.ones(8, 5, dtype=torch.float64), torch.arange(8) // 2
    found["a zero"] = torch.cat([torch.zeros(1, 5), torch.randn(7, 5)]).double(), torch.arange(8) // 2
    return found


BATCHES = batches()


def every(distances: Distances, labels: list[int]) -> list[Triplet]:
    n = range(len(labels))
    return [
        (a, p, q)
        for a, p, q in product(n, n, n)
        if a != p and labels[a] == labels[p] and labels[a] != labels[q]
    ]


def semi_hard_all(distances: Distances, labels: list[int]) -> list[Triplet]:
    return [t for t in every(distances, labels) if 0 < gap(distances, t) < MARGIN]


def hard_all(distances: Distances, labels: list[int]) -> list[Triplet]:
    return [t for t in every(distances, labels) if gap(distances, t) <= 0]


def semi_hard(distances: Distances, labels: list[int]) -> list[Triplet]:
    nearest: dict[tuple[int, int], Triplet] = {}
    for t in sorted(semi_hard_all(distances, labels), key=lambda t: distances[t[0]][t[2]]):
        nearest.setdefault(t[:2], t)
    return list(nearest.values())


def batch_hard(distances: Distances, labels: list[int]) -> list[Triplet]:
    hardest: dict[int, Triplet] = {}
    for t in sorted(every(distances, labels), key=lambda t: gap(distances, t)):
        hardest.setdefault(t[0], t)
    return list(hardest.values())


RULES: dict[str, Callable[[Distances, list[int]], list[Triplet]]] = {
    "batch-all": every,
    "semi-hard-all": semi_hard_all,
    "hard-all": hard_all,
    "semi-hard": semi_hard,
    "batch-hard": batch_hard,
}


def gap(distances: Distances, triplet: Triplet) -> float:
    a, p, q = triplet
    return distances[a][q] - distances[a][p]


def by_loops(
    distances: Distances, chosen: list[Triplet], reduction: Reduction, *, soft: bool = False
) -> tuple[float, int, int]:
    """The loss, the triplets and those inside the margin."""
    gaps = [gap(distances, triplet) for triplet in chosen]
    losses = [math.log1p(math.exp(-one)) if soft else max(0.0, MARGIN - one) for one in gaps]
    active = sum(loss > 0 for loss in losses)
    divisor = {"sum": 1, "mean": len(chosen), "mean_active": active}[reduction]
    return math.fsum(losses) / max(divisor, 1), len(chosen), active


def by_us(
    embeddings: Tensor, labels: Tensor, miner: str, reduction: Reduction, kind: Distance = "squared"
) -> tuple[LossOutput, list[Triplet] | None, Pairs]:
    pairs = Pairs.of(embeddings, labels, kind=kind)
    chosen = mined(pairs, miner)
    return TripletLoss(MARGIN, reduction=reduction)(pairs, chosen), listed(chosen), pairs


def mined(pairs: Pairs, miner: str) -> Selection:
    return MINERS[miner](pairs, MiningContext(MARGIN, generator=torch.Generator().manual_seed(1)))


def listed(chosen: Selection) -> list[Triplet] | None:
    if not isinstance(chosen, Triplets):
        return None
    return list(zip(chosen.anchor.tolist(), chosen.positive.tolist(), chosen.negative.tolist(), strict=True))


def assert_equals_plain_loops(miner: str, batch: str, dtype: torch.dtype = torch.float64) -> None:
    """Values, counts and gradients, by every reduction."""
    values, labels = BATCHES[batch]
    reductions: tuple[Reduction, ...] = ("sum", "mean", "mean_active")
    for reduction in reductions:
        embeddings = values.to(dtype).requires_grad_()
        found, indices, pairs = by_us(embeddings, labels, miner, reduction)
        distances = pairs.distances.double().tolist()
        rule = RULES.get("semi-hard" if miner == "curriculum" else miner)
        chosen = rule(distances, labels.tolist()) if rule else indices or []
        loss, triplets, active = by_loops(distances, chosen, reduction)
        assert (found.triplets, found.active) == (triplets, active)
        assert found.value.item() == pytest.approx(loss, abs=TOLERANCE[dtype], rel=TOLERANCE[dtype])
        (gradient,) = torch.autograd.grad(found.value, embeddings)
        assert gradient.dtype == dtype
        assert gradient.isfinite().all() or (batch == "a zero" and dtype == torch.float16)  # 1 / length
        if rule is None:  # chance: one for each anchor that has both, and valid
            valid = every(distances, labels.tolist())
            assert sorted(t[0] for t in chosen) == sorted({t[0] for t in valid})
            assert set(chosen) <= set(valid)


@pytest.mark.parametrize("dtype", TOLERANCE, ids=str)
@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("miner", MINERS)
def test_equals_plain_loops(miner: str, batch: str, dtype: torch.dtype) -> None:
    assert_equals_plain_loops(miner, batch, dtype)


@pytest.mark.parametrize("batch", BATCHES)
@pytest.mark.parametrize("miner", ["batch-all", "semi-hard-all", "hard-all", "semi-hard"])
def test_many_positives_are_searched_as_few_are_compared(
    miner: str, batch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exact, "_FEW", -1)
    monkeypatch.setattr(mining, "_FEW", -1)
    assert_equals_plain_loops(miner, batch)


@pytest.mark.parametrize("miner", ["batch-all", "semi-hard-all", "hard-all", "semi-hard"])
def test_what_outgrows_the_cache_is_compared_in_blocks_of_rows(
    miner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(masks, "_BLOCK", 60)
    for batch in ("balanced", "unbalanced"):
        assert_equals_plain_loops(miner, batch)


@pytest.mark.parametrize("batch", ["balanced", "unbalanced", "one", "nothing", "no negatives"])
@pytest.mark.parametrize("miner", MINERS)
def test_past_embeddings_are_references_and_never_anchors(miner: str, batch: str) -> None:
    values, labels = BATCHES[batch]
    past, past_labels = BATCHES["unbalanced"][0][:11] + 1, torch.arange(11) % 3
    pairs = Pairs.of(values, labels, memory=(past, past_labels))
    chosen = mined(pairs, miner)
    everything = torch.cat([labels, past_labels])
    distances = Pairs.of(torch.cat([values, past]), everything).distances.tolist()
    rule = RULES.get("semi-hard" if miner == "curriculum" else miner)
    expected = rule(distances, everything.tolist()) if rule else listed(chosen) or []
    expected = [triplet for triplet in expected if triplet[0] < len(labels)]
    assert set(expected) <= set(every(distances, everything.tolist()))
    found = TripletLoss(MARGIN, reduction="mean")(pairs, chosen)
    loss, triplets, active = by_loops(distances, expected, "mean")
    assert (found.triplets, found.active) == (triplets, active)
    assert found.value.item() == pytest.approx(loss, abs=1e-12)


@pytest.mark.parametrize("reduction", ["sum", "mean", "mean_active"])
@pytest.mark.parametrize("batch", ["balanced", "unbalanced", "no positives", "nothing", "one point"])
@pytest.mark.parametrize("miner", ["semi-hard", "batch-hard", "random", "curriculum"])
def test_the_soft_margin_equals_plain_loops(miner: str, batch: str, reduction: Reduction) -> None:
    pairs = Pairs.of(*BATCHES[batch])
    chosen = mined(pairs, miner)
    found = TripletLoss(soft=True, reduction=reduction)(pairs, chosen)
    loss, triplets, active = by_loops(pairs.distances.tolist(), listed(chosen) or [], reduction, soft=True)
    assert (found.triplets, found.active) == (triplets, active)
    assert found.value.item() == pytest.approx(loss, abs=1e-12)


OF_VECTORS: dict[Distance, Callable[[Tensor, Tensor], Tensor]] = {
    "squared": lambda a, b: (a - b).square().sum(),
    "euclidean": lambda a, b: (a - b).norm(),
    "cosine": lambda a, b: 1 - a @ b,
}


@pytest.mark.parametrize("kind", OF_VECTORS)
@pytest.mark.parametrize("miner", RULES)
@pytest.mark.parametrize("batch", ["balanced", "unbalanced", "no positives", "no negatives", "nothing"])
def test_the_gradient_is_that_of_the_plain_sum(miner: str, batch: str, kind: Distance) -> None:
    values, labels = BATCHES[batch]
    embeddings = values.clone().requires_grad_()
    found, _, pairs = by_us(embeddings, labels, miner, "mean_active", kind)
    chosen = RULES[miner](pairs.distances.tolist(), labels.tolist())
    unit = torch.nn.functional.normalize(embeddings, dim=1)
    plain = embeddings.sum() * 0
    for a, p, q in chosen:
        hinge = OF_VECTORS[kind](unit[a], unit[p]) - OF_VECTORS[kind](unit[a], unit[q]) + MARGIN
        plain = plain + hinge.clamp_min(0)
    expected = torch.autograd.grad(plain / max(found.active, 1), embeddings)[0]
    torch.testing.assert_close(torch.autograd.grad(found.value, embeddings)[0], expected, atol=1e-12, rtol=0)


@pytest.mark.parametrize("poison", [math.nan, math.inf])
@pytest.mark.parametrize("miner", MINERS)
def test_what_is_no_number_is_not_told_as_a_loss_of_nothing(miner: str, poison: float) -> None:
    values, labels = BATCHES["balanced"]
    embeddings = values.clone()
    embeddings[3, 1] = poison
    assert math.isnan(by_us(embeddings, labels, miner, "mean")[0].value.item())


def test_large_half_precision_batches_do_not_overflow() -> None:
    torch.manual_seed(0)
    embeddings, labels = torch.randn(400, 16), torch.arange(400) // 4
    pairs = Pairs.of(embeddings.half(), labels)
    found = TripletLoss(MARGIN, reduction="sum")(pairs, EveryTriplet()).value
    whole = TripletLoss(MARGIN, reduction="sum")(Pairs.of(embeddings, labels), EveryTriplet()).value
    assert found.item() > torch.finfo(torch.float16).max
    assert found.item() == pytest.approx(whole.item(), rel=1e-3)
