"""The search over a whole data set."""

import numpy as np
import torch

from trainer.triplets.offline import mine


def test_each_triplet_is_semi_hard_and_its_negative_the_nearest_beyond() -> None:
    torch.manual_seed(0)
    labels = np.random.default_rng(0).integers(0, 30, 200)
    embeddings = torch.nn.functional.normalize(torch.randn(200, 6, dtype=torch.float64), dim=1).float()
    found = mine(embeddings, labels, 0.2)
    distances = torch.cdist(embeddings, embeddings).square()
    assert len(found) > 50
    for a, p, n in zip(found.anchor.tolist(), found.positive.tolist(), found.negative.tolist(), strict=True):
        assert a != p
        assert labels[a] == labels[p] != labels[n]
        wrong = torch.from_numpy(labels != labels[a])
        beyond = distances[a][wrong & (distances[a] > distances[a, p] + 1e-6)]
        assert distances[a, n] <= beyond.min() + 1e-6
        assert distances[a, p] - 1e-6 < distances[a, n] < distances[a, p] + 0.2 + 1e-6


def test_singles_are_negatives_but_never_anchors() -> None:
    labels = np.array([0, 0, 1, 2, 3])
    embeddings = torch.tensor([[1.0, 0.0], [0.95, 0.3], [0.9, 0.42], [0.0, 1.0], [-1.0, 0.0]])
    found = mine(embeddings, labels, 0.2, rounds=4)
    assert set(found.anchor.tolist()) == {
        0
    }  # the other's nearest wrong neighbour is nearer than its positive
    assert set(found.negative.tolist()) == {2}


def test_each_round_may_draw_another_positive() -> None:
    labels = np.zeros(40, dtype=np.int64)
    labels[30:] = 1
    embeddings = torch.nn.functional.normalize(torch.randn(40, 3), dim=1)
    found = mine(embeddings, labels, 0.5, rounds=5)
    partners = {(a, p) for a, p in zip(found.anchor.tolist(), found.positive.tolist(), strict=True) if a == 0}
    assert len(partners) > 1
