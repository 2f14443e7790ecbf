"""The closed form against plain enumeration."""

import pytest
import torch
from torch import Tensor

from tests.trainer.triplets.enumeration import enumerated
from trainer.config import Which
from trainer.triplets.distance import Pairs
from trainer.triplets.exact import every_triplet

MARGIN = 0.2
WHICH: tuple[Which, ...] = ("all", "semi-hard", "hard")
LABELS = {
    "balanced": torch.arange(40) // 4,
    "unbalanced": torch.tensor([0] * 17 + [1] * 5 + [2] * 2 + list(range(3, 10))),
    "no positives": torch.arange(12),
    "no negatives": torch.zeros(9, dtype=torch.int64),
    "one picture": torch.zeros(1, dtype=torch.int64),
    "two pictures": torch.tensor([0, 1]),
}


@pytest.mark.parametrize("which", WHICH)
@pytest.mark.parametrize("labels", LABELS.values(), ids=LABELS)
def test_equals_enumeration(labels: Tensor, which: Which) -> None:
    torch.manual_seed(len(labels))
    embeddings = torch.randn(len(labels), 6, dtype=torch.float64, requires_grad=True)
    expected, active, triplets = enumerated(embeddings, labels, MARGIN, which=which)
    found = every_triplet(Pairs.of(embeddings, labels), MARGIN, which=which)
    assert found.loss.item() == pytest.approx(expected.item(), abs=1e-10)
    assert int(found.active) == active
    assert int(found.triplets) == triplets
    gradient = torch.autograd.grad(found.loss, embeddings)[0]
    torch.testing.assert_close(gradient, torch.autograd.grad(expected, embeddings)[0], atol=1e-10, rtol=0)


def test_duplicates_and_ties_count_as_enumeration_counts_them() -> None:
    corners = torch.eye(4, dtype=torch.float64)[[0, 0, 1, 1, 0, 2, 2, 3]]
    labels = torch.tensor([0, 0, 0, 1, 1, 1, 2, 2])
    expected, active, _ = enumerated(corners, labels, MARGIN)
    found = every_triplet(Pairs.of(corners, labels), MARGIN)
    assert found.loss.item() == pytest.approx(expected.item(), abs=1e-12)
    assert int(found.active) == active


@pytest.mark.parametrize("which", WHICH)
def test_gradient_passes_gradcheck(which: Which) -> None:
    torch.manual_seed(3)
    embeddings = torch.randn(14, 5, dtype=torch.float64, requires_grad=True)
    labels = torch.tensor([0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4])

    def loss(values: Tensor) -> Tensor:
        return every_triplet(Pairs.of(values, labels), MARGIN, which=which).loss

    assert torch.autograd.gradcheck(loss, embeddings)


@pytest.mark.parametrize(("identities", "images"), [(2, 256), (45, 40)])
def test_float32_stays_within_rounding_of_float64(identities: int, images: int) -> None:
    torch.manual_seed(0)
    labels = torch.arange(identities).repeat_interleave(images)
    centres = 0.5 * torch.randn(identities, 32).repeat_interleave(images, 0)
    embeddings = torch.randn(len(labels), 32) + centres
    found = []
    for dtype in (torch.float32, torch.float64):
        values = embeddings.to(dtype).requires_grad_()
        sums = every_triplet(Pairs.of(values, labels), MARGIN)
        mean = sums.loss / sums.active
        found.append((mean.double(), torch.autograd.grad(mean, values)[0].double()))
    torch.testing.assert_close(found[0][0], found[1][0], atol=1e-6, rtol=0)
    torch.testing.assert_close(found[0][1], found[1][1], atol=1e-6, rtol=0)


def test_memory_joins_as_references_only() -> None:
    torch.manual_seed(1)
    past, past_labels = torch.randn(20, 8, dtype=torch.float64), torch.arange(20) % 5
    embeddings = torch.randn(12, 8, dtype=torch.float64, requires_grad=True)
    labels = torch.arange(12) % 4
    pairs = Pairs.of(embeddings, labels, memory=(past, past_labels))
    assert pairs.distances.shape == (12, 32)
    found = every_triplet(pairs, MARGIN)
    unit = torch.nn.functional.normalize(torch.cat([embeddings, past]), dim=1)
    everything = torch.cat([labels, past_labels])
    expected = torch.zeros((), dtype=torch.float64)
    for a in range(12):
        to = (unit[a] - unit).square().sum(1)
        same = everything == labels[a]
        same[a] = False
        wrong = everything != labels[a]
        expected = expected + torch.relu(to[same][:, None] - to[wrong][None] + MARGIN).sum()
    assert found.loss.item() == pytest.approx(expected.item(), abs=1e-10)
