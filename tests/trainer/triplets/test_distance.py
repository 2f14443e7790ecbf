"""Squared distances and what they join."""

import pytest
import torch
from torch import Tensor

from trainer.config import Distance
from trainer.triplets.distance import Pairs, squared_distances, unit_length


def test_distances_and_gradient_pass_gradcheck() -> None:
    torch.manual_seed(0)
    anchors = torch.randn(5, 3, dtype=torch.float64, requires_grad=True)
    references = torch.randn(7, 3, dtype=torch.float64, requires_grad=True)
    expected = torch.cdist(anchors, references).square()
    torch.testing.assert_close(squared_distances(anchors, references), expected)
    assert torch.autograd.gradcheck(squared_distances, (anchors, references))


def test_a_batch_with_itself_has_the_same_distances_and_gradient() -> None:
    torch.manual_seed(0)
    values = torch.randn(6, 3, dtype=torch.float64, requires_grad=True)
    torch.testing.assert_close(squared_distances(values), squared_distances(values, values.clone()))
    assert torch.autograd.gradcheck(squared_distances, (values,))


@pytest.mark.parametrize("kind", ["squared", "euclidean", "cosine"])
def test_each_distance_is_the_same_one_by_one_and_flat_between_equals(kind: Distance) -> None:
    torch.manual_seed(0)
    values = torch.randn(5, 3, dtype=torch.float64)
    values = torch.cat([values, values[:1]]).requires_grad_()
    pairs = Pairs.of(values, torch.arange(6), kind=kind)
    rows, columns = pairs.negative.nonzero(as_tuple=True)
    torch.testing.assert_close(
        pairs.one_by_one(rows, columns), pairs.distances[rows, columns], atol=1e-7, rtol=0
    )
    assert torch.autograd.grad(pairs.distances.sum(), values)[0].isfinite().all()


def test_equal_embeddings_are_never_at_a_negative_distance() -> None:
    embeddings = torch.nn.functional.normalize(torch.randn(1, 128), dim=1).repeat(50, 1)
    assert (squared_distances(embeddings, embeddings) >= 0).all()


def test_a_picture_is_not_its_own_positive() -> None:
    pairs = Pairs.of(torch.randn(4, 2), torch.tensor([0, 0, 1, 2]))
    assert pairs.positive.nonzero().tolist() == [[0, 1], [1, 0]]
    assert pairs.negative.sum() == 10


def test_raw_embeddings_keep_their_length() -> None:
    pairs = Pairs.of(torch.tensor([[3.0, 0.0], [0.0, 4.0]]), torch.tensor([0, 1]), normalise=False)
    assert pairs.distances[0, 1].item() == 25


def test_unit_length_and_some_distances_have_the_gradients_of_torchs_own() -> None:
    torch.manual_seed(0)
    rows, other = (torch.randn(6, 3, dtype=torch.float64, requires_grad=True) for _ in range(2))
    assert torch.equal(unit_length(rows), torch.nn.functional.normalize(rows, dim=1))
    assert torch.autograd.gradcheck(unit_length, rows)
    assert unit_length(torch.zeros(2, 3)).count_nonzero() == 0
    labels, some, columns = torch.arange(6) // 2, torch.tensor([0, 5, 0, 3]), torch.tensor([1, 4, 7, 2])

    def of_some(embeddings: Tensor, past: Tensor) -> Tensor:
        pairs = Pairs.of(embeddings, labels, memory=(past, labels), normalise=False)
        return pairs.one_by_one(some, columns)

    assert torch.autograd.gradcheck(lambda embeddings: of_some(embeddings, other.detach()), rows)
    pairs = Pairs.of(rows, labels)
    own = torch.tensor([1, 4, 2, 0])
    torch.testing.assert_close(pairs.one_by_one(some, own), pairs.distances[some, own])
    assert torch.autograd.gradcheck(lambda one: Pairs.of(one, labels).one_by_one(some, own), rows)
