"""Each miner against its rule, spelt out by hand."""

import pytest
import torch
from torch import Tensor

from trainer.triplets.distance import Pairs
from trainer.triplets.losses import EveryTriplet, TripletLoss, Triplets
from trainer.triplets.mining import MINERS, BatchHard, Curriculum, MiningContext, RandomTriplets, SemiHard

MARGIN = 0.2


def random_batch(seed: int) -> tuple[Pairs, Tensor]:
    torch.manual_seed(seed)
    labels = torch.randint(0, 7, (40,))
    return Pairs.of(torch.randn(40, 3), labels), labels


def listed(triplets: Triplets) -> set[tuple[int, int, int]]:
    rows = torch.stack([triplets.anchor, triplets.positive, triplets.negative], dim=1)
    return {tuple(row) for row in rows.tolist()}


@pytest.mark.parametrize("seed", range(5))
def test_semi_hard_takes_the_nearest_negative_beyond_the_positive(seed: int) -> None:
    pairs, labels = random_batch(seed)
    expected = set()
    for a in range(40):
        wrong = [n for n in range(40) if labels[n] != labels[a]]
        for p in range(40):
            if p == a or labels[p] != labels[a]:
                continue
            near = pairs.distances[a, p]
            beyond = [n for n in wrong if near < pairs.distances[a, n] < near + MARGIN]
            if beyond:
                nearest = pairs.distances[a, beyond].argmin()
                expected.add((a, p, beyond[int(nearest)]))
    assert expected
    assert listed(SemiHard()(pairs, MiningContext(MARGIN))) == expected


def test_batch_hard_takes_positives_of_which_none_is_apart() -> None:
    embeddings = torch.tensor([[1.0, 0.0]] * 3 + [[0.0, 1.0]] * 2)  # copies of two pictures
    pairs = Pairs.of(embeddings, torch.tensor([4, 4, 4, 5, 5]))
    found = listed(BatchHard()(pairs, MiningContext()))
    assert {a for a, _, _ in found} == {0, 1, 2, 3, 4}
    assert all(pairs.positive[a, p] and pairs.negative[a, n] for a, p, n in found)


@pytest.mark.parametrize("seed", range(5))
def test_batch_hard_takes_the_farthest_positive_and_the_nearest_negative(seed: int) -> None:
    pairs, labels = random_batch(seed)
    found = listed(BatchHard()(pairs, MiningContext()))
    assert {a for a, _, _ in found} == {a for a in range(40) if (labels == labels[a]).sum() > 1}
    for a, p, n in found:
        positives = pairs.distances[a][(labels == labels[a]) & (torch.arange(40) != a)]
        assert pairs.distances[a, p] == positives.max()
        assert pairs.distances[a, n] == pairs.distances[a][labels != labels[a]].min()


def test_random_triplets_are_valid_and_follow_the_generator() -> None:
    pairs, labels = random_batch(0)
    found = [
        listed(RandomTriplets()(pairs, MiningContext(generator=torch.Generator().manual_seed(seed))))
        for seed in (1, 1, 2)
    ]
    assert found[0] == found[1] != found[2]
    assert all(labels[a] == labels[p] != labels[n] and a != p for a, p, n in found[0])


def test_the_curriculum_switches_at_its_share() -> None:
    pairs, _ = random_batch(0)
    curriculum = Curriculum(switch=0.3)
    early, late = (curriculum(pairs, MiningContext(MARGIN, progress)) for progress in (0.29, 0.3))
    assert isinstance(early, Triplets)
    assert isinstance(late, Triplets)
    assert listed(early) == listed(SemiHard()(pairs, MiningContext(MARGIN)))
    assert listed(late) == listed(BatchHard()(pairs, MiningContext()))


@pytest.mark.parametrize("labels", [torch.arange(6), torch.zeros(6, dtype=torch.int64)])
@pytest.mark.parametrize("miner", MINERS)
def test_nothing_to_mine_gives_zero_and_a_finite_gradient(miner: str, labels: Tensor) -> None:
    embeddings = torch.randn(len(labels), 4, requires_grad=True)
    pairs = Pairs.of(embeddings, labels)
    loss = TripletLoss()(pairs, MINERS[miner](pairs, MiningContext()))
    assert loss.value.item() == 0
    assert (loss.triplets, loss.active) == (0, 0)
    assert (torch.autograd.grad(loss.value, embeddings)[0] == 0).all()


def test_batch_all_is_a_closed_form() -> None:
    pairs, _ = random_batch(0)
    assert MINERS["batch-all"](pairs, MiningContext()) == EveryTriplet()
