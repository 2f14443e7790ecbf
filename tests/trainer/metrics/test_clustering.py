"""B-cubed, against a small case worked out by hand."""

import numpy as np
import pytest

from trainer.metrics import b_cubed


def test_b_cubed_by_hand() -> None:
    found = b_cubed(np.array([0, 0, 0, 1, 1]), np.array([7, 7, 8, 8, 8]))
    assert found.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert found.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert b_cubed(np.arange(4), np.arange(4)).f == 1
