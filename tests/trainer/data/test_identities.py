"""Crops in memory."""

import numpy as np
import pytest

from trainer.data import Crops
from trainer.errors import DataError


@pytest.mark.parametrize(
    ("pictures", "labels"),
    [
        (np.zeros((2, 8, 8, 3), np.float32), np.zeros(2, np.int64)),
        (np.zeros((2, 8, 9, 3), np.uint8), np.zeros(2, np.int64)),
        (np.zeros((2, 8, 8, 3), np.uint8), np.zeros(3, np.int64)),
        (np.zeros((2, 8, 8, 3), np.uint8), np.zeros(2)),
    ],
)
def test_crops_that_are_none_are_refused(pictures: np.ndarray, labels: np.ndarray) -> None:
    with pytest.raises(DataError, match="cannot be used"):
        Crops(pictures, labels)


def test_a_subset_keeps_what_belongs_to_each_crop() -> None:
    pictures = np.arange(4 * 8 * 8 * 3).reshape(4, 8, 8, 3).astype(np.uint8)
    crops = Crops(pictures, np.array([5, 5, 7, 9]), {7: "Anna"}, ("a", "b", "c", "d"))
    some = crops.subset(np.array([3, 2]))
    assert some.labels.tolist() == [9, 7]
    assert some.hashes == ("d", "c")
    assert some.names == {7: "Anna"}
    assert np.array_equal(some.crops(np.array([1]))[0].numpy(), pictures[2])
