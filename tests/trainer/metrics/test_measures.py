"""Identification, retrieval, clustering and LFW's protocol, against small cases worked out by hand."""

from pathlib import Path

import numpy as np
import pytest

from trainer.errors import DataError
from trainer.metrics import b_cubed, folded_accuracy, identify, open_set, read_pairs, recall_at_k
from trainer.metrics.lfw import best_threshold


def at(*degrees: float) -> np.ndarray:
    radians = np.deg2rad(degrees)
    return np.stack([np.cos(radians), np.sin(radians)], axis=1)


def test_identification_by_hand() -> None:
    gallery, names = at(0, 90), np.array([1, 2])
    probes, truth = at(10, 80, 50, 30, 180), np.array([1, 2, 1, 8, 9])
    found = identify(gallery, names, probes, truth, fpirs=[0, 0.5])
    assert found.rank_1 == pytest.approx(2 / 3)  # the probe at 50 degrees is nearer to 2
    assert found.fnir == {0: pytest.approx(1 / 3), 0.5: pytest.approx(1 / 3)}
    strict = identify(gallery, names, at(10, 40, 30), np.array([1, 1, 8]), fpirs=[0])
    assert strict.fnir[0] == 0.5  # 40 degrees is right, but farther than the stranger at 30


def test_without_strangers_there_is_no_open_set_rate() -> None:
    assert identify(at(0, 90), np.array([1, 2]), at(5), np.array([1])).fnir == {}


def test_open_set_needs_somebody_to_find() -> None:
    with pytest.raises(DataError, match="nobody to find"):
        open_set(at(0, 10, 20), np.arange(3))
    labels = np.repeat(np.arange(6), 4)
    assert open_set(np.eye(6)[labels], labels).rank_1 == 1


def test_recall_by_hand() -> None:
    angles, labels = at(0, 1, 2.5, 50, 51, 90), np.array([0, 1, 0, 2, 2, 3])
    assert recall_at_k(angles, labels, (1, 2, 3)) == {1: 0.5, 2: 1.0, 3: 1.0}


def test_recall_of_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="nothing to retrieve"):
        recall_at_k(at(0, 1), np.arange(2))


def test_b_cubed_by_hand() -> None:
    found = b_cubed(np.array([0, 0, 0, 1, 1]), np.array([7, 7, 8, 8, 8]))
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert b_cubed(np.arange(4), np.arange(4)).f == 1


def test_the_ten_folds_of_lfw(tmp_path: Path) -> None:
    lines = ["2\t1", "A\t1\t2", "A\t1\tB\t1", "B\t1\t3", "B\t2\tC\t1"]
    (tmp_path / "pairs.txt").write_text("\n".join(lines))
    pairs = read_pairs(tmp_path / "pairs.txt")
    assert [(p.left, p.right, p.same, p.fold) for p in pairs] == [
        (("A", 1), ("A", 2), True, 0),
        (("A", 1), ("B", 1), False, 0),
        (("B", 1), ("B", 3), True, 1),
        (("B", 2), ("C", 1), False, 1),
    ]
    result = folded_accuracy(
        np.array([0.9, 0.1, 0.8, 0.7]), np.array([True, False, True, False]), np.array([0, 0, 1, 1])
    )
    assert result.folds == (1.0, 0.5)  # 0.5 is the best for fold 1 by fold 0, and takes 0.7 for genuine
    assert result.accuracy == 0.75
    assert list(result.thresholds) == [pytest.approx(0.75), pytest.approx(0.5)]


@pytest.mark.parametrize("text", ["", "10 300\nA 1 2", "x", "1 1\nA 1 2\nA 1"])
def test_other_files_are_no_pairs(text: str, tmp_path: Path) -> None:
    (tmp_path / "pairs.txt").write_text(text)
    with pytest.raises(DataError):
        read_pairs(tmp_path / "pairs.txt")


def test_the_best_threshold_takes_ties_together() -> None:
    scores, same = np.array([0.5, 0.5, 0.5, 0.2]), np.array([True, True, False, False])
    assert 0.2 < best_threshold(scores, same) <= 0.5
    assert best_threshold(np.array([0.3]), np.array([False])) > 0.3
