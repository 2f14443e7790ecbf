"""Average linkage and B-cubed, against small cases worked out by hand."""

import numpy as np
import pytest

from tests.trainer.metrics.angles import at
from trainer.metrics import average_linkage, b_cubed


def test_b_cubed_by_hand() -> None:
    found = b_cubed(np.array([0, 0, 0, 1, 1]), np.array([7, 7, 8, 8, 8]))
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    some = b_cubed(np.array([0, 0, 0, 1, 1]), np.array([7, 7, 8, 8, 8]), np.array([0, 0, 1, 1, 0], bool))
    assert (some.precision, some.recall) == pytest.approx(((1 / 3 + 2 / 3) / 2, (1 / 3 + 1) / 2))
    assert b_cubed(np.arange(4), np.arange(4)).f == 1


def test_clusters_are_numbered_by_size_and_joined_down_to_the_threshold() -> None:
    angles = at(0, 90, 91, 1, 92, 40)
    assert average_linkage(angles, 0.99).tolist() == [1, 0, 0, 1, 0, 2]
    middle = (np.cos(np.deg2rad(40)) + np.cos(np.deg2rad(39))) / 2  # of the lone picture to the pair
    assert b_cubed(np.array([0, 1, 1, 0, 1, 0]), average_linkage(angles, middle - 1e-6)).f == 1
    assert average_linkage(angles, middle + 1e-6).tolist() == [1, 0, 0, 1, 0, 2]
    assert len(set(average_linkage(angles, -1.1).tolist())) == 1
    assert average_linkage(angles[:1], 0.5).tolist() == [0]
    assert average_linkage(angles[:0], 0.5).tolist() == []
