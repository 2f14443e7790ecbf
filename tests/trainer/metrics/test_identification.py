"""One-to-many search, against small cases worked out by hand."""

import numpy as np
import pytest

from tests.trainer.metrics.angles import at
from trainer.errors import DataError
from trainer.metrics import identify, one_shot, open_set


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


def test_one_shot_draws_one_picture_of_each_for_the_gallery() -> None:
    labels = np.array([0, 0, 1, 1, 2])
    assert one_shot(at(0, 1, 90, 91, 200), labels) == 1
    mixed = one_shot(at(0, 80, 90, 104, 200), labels, rounds=400)  # one of four galleries is right twice
    assert mixed == pytest.approx(0.625, abs=0.05)
    with pytest.raises(DataError, match="nobody to find"):
        one_shot(at(0, 1), np.arange(2))
