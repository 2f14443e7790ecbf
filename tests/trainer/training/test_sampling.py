"""PK sampling: balanced, repeatable, fair."""

import numpy as np
import pytest

from trainer.errors import DataError
from trainer.training.sampling import PKSampler

LABELS = np.array([0] * 3 + [1] * 10 + [2] * 7 + [3] + [4] * 5 + [5] + [6] * 2)


def test_a_batch_holds_p_identities_with_up_to_k_pictures_and_a_few_singles() -> None:
    sampler = PKSampler(LABELS, identities=3, images=4, seed=0)
    assert sampler.singles.tolist() == [3, 5]
    for step in range(20):
        rows = sampler.batch(step)
        assert len(set(rows.tolist())) == len(rows)
        found, counts = np.unique(LABELS[rows], return_counts=True)
        per = dict(zip(found.tolist(), counts.tolist(), strict=True))
        assert sum(label in per for label in (3, 5)) == 1
        usable = {label: count for label, count in per.items() if label not in (3, 5)}
        assert len(usable) == 3
        assert all(count == min(4, int((label == LABELS).sum())) for label, count in usable.items())


def test_identities_come_equally_often() -> None:
    sampler = PKSampler(np.repeat(np.arange(12), 5), identities=4, images=2, seed=0)
    seen = np.concatenate([np.unique(sampler.batch(step) // 5) for step in range(30)])
    assert np.bincount(seen).tolist() == [10] * 12


def test_batches_are_a_function_of_seed_and_number() -> None:
    a, b, c = (PKSampler(LABELS, 3, 4, seed) for seed in (1, 1, 2))
    assert a.batch(7).tolist() == b.batch(7).tolist()
    assert any(a.batch(step).tolist() != c.batch(step).tolist() for step in range(5))


def test_facenets_batch_is_possible() -> None:
    labels = np.repeat(np.arange(60), 50)
    sampler = PKSampler(labels, identities=45, images=40, seed=0)
    assert len(sampler.batch(0)) == 1800
    assert sampler.steps_per_epoch == round(3000 / 1800)


def test_two_people_with_two_pictures_are_enough() -> None:
    sampler = PKSampler(np.array([7, 7, 9, 9]), identities=12, images=10, seed=0)
    assert sorted(sampler.batch(0).tolist()) == [0, 1, 2, 3]


@pytest.mark.parametrize("labels", [[1, 1, 1], [1, 2, 3], [1]])
def test_hopeless_labels_are_refused(labels: list[int]) -> None:
    with pytest.raises(DataError):
        PKSampler(np.array(labels), 2, 2, 0)
