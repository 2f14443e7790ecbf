"""LFW's protocol: its list of pairs, and the accuracy of its folds."""

from pathlib import Path

import numpy as np
import pytest

from trainer.errors import DataError
from trainer.metrics import folded_accuracy, read_pairs
from trainer.metrics.lfw import best_threshold


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
