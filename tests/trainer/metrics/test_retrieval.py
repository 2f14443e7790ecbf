"""Retrieval among the nearest, against small cases worked out by hand and against other libraries."""

import numpy as np
import pytest

from tests.trainer.metrics.angles import at
from trainer.errors import DataError
from trainer.metrics import knn_accuracy, retrieval


def test_recall_by_hand() -> None:
    angles, labels = at(0, 1, 2.5, 50, 51, 90), np.array([0, 1, 0, 2, 2, 3])
    assert retrieval(angles, labels, (1, 2, 3)).recall == {1: 0.5, 2: 1.0, 3: 1.0}


def test_precision_by_hand() -> None:
    angles, labels = at(0, 1, 2.5, 5, 90), np.array([0, 1, 0, 0, 2])
    found = retrieval(angles, labels)  # R = 2: at 0 the nearest are 1, 2.5; at 2.5 1, 0 or 5; at 5 2.5, 1
    assert found.r_precision == pytest.approx((1 / 2 + 1 / 2 + 1 / 2) / 3)
    assert found.map_at_r == pytest.approx((1 / 4 + 1 / 4 + 1 / 2) / 3)


def test_precision_equals_pytorch_metric_learnings() -> None:
    library = pytest.importorskip("pytorch_metric_learning")
    assert library.__version__ == "2.9.0"
    from pytorch_metric_learning.distances import CosineSimilarity
    from pytorch_metric_learning.utils.accuracy_calculator import AccuracyCalculator
    from pytorch_metric_learning.utils.inference import CustomKNN

    chance = np.random.default_rng(0)
    labels = chance.integers(0, 12, 90)
    embeddings = (chance.normal(size=(12, 6))[labels] + chance.normal(size=(90, 6))).astype(np.float32)
    names = ("mean_average_precision_at_r", "r_precision", "precision_at_1")
    calculator = AccuracyCalculator(include=names, k="max_bin_count", knn_func=CustomKNN(CosineSimilarity()))
    theirs = calculator.get_accuracy(embeddings, labels)
    ours = retrieval(embeddings, labels, (1,))
    assert [ours.map_at_r, ours.r_precision, ours.recall[1]] == pytest.approx([theirs[n] for n in names])


@pytest.mark.parametrize("k", [1, 3, 10, 500])
def test_neighbours_vote_as_plain_loops_do(k: int) -> None:
    chance = np.random.default_rng(k)
    labels = chance.integers(0, 5, 60)
    embeddings = chance.normal(size=(5, 4))[labels] + chance.normal(size=(60, 4))
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    right = 0
    for row in range(60):
        similarity = unit @ unit[row]
        similarity[row] = -np.inf
        nearest = np.argsort(-similarity)[: min(k, 59)]
        votes = [
            (int((labels[nearest] == c).sum()), similarity[nearest][labels[nearest] == c].sum())
            for c in range(5)
        ]
        right += max(range(5), key=lambda c: votes[c]) == labels[row]
    assert knn_accuracy(embeddings, labels, (k, 3))[k] == pytest.approx(right / 60)


def test_recall_of_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="nothing to retrieve"):
        retrieval(at(0, 1), np.arange(2))
    with pytest.raises(DataError, match="single picture"):
        knn_accuracy(at(0), np.arange(1))
