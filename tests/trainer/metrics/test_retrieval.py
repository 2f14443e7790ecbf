"""Recall among the nearest, against small cases worked out by hand."""

import numpy as np
import pytest

from tests.trainer.metrics.angles import at
from trainer.errors import DataError
from trainer.metrics import recall_at_k


def test_recall_by_hand() -> None:
    angles, labels = at(0, 1, 2.5, 50, 51, 90), np.array([0, 1, 0, 2, 2, 3])
    assert recall_at_k(angles, labels, (1, 2, 3)) == {1: 0.5, 2: 1.0, 3: 1.0}


def test_recall_of_nothing_is_refused() -> None:
    with pytest.raises(DataError, match="nothing to retrieve"):
        recall_at_k(at(0, 1), np.arange(2))
