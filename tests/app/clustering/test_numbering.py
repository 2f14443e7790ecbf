import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clustering.labels import LONE, Labels
from app.clustering.numbering import renumber

labelled = st.lists(st.tuples(st.integers(-1, 6), st.integers(-2, 9)), max_size=60)


def _gapless(labels: Labels) -> Labels:
    numbers = np.unique(labels[labels >= 0], return_inverse=True)[1]
    found = labels.copy()
    found[labels >= 0] = numbers
    return found


@pytest.mark.slow
@given(labelled)
def test_a_number_stays_with_the_largest_part_of_its_cluster(faces: list[tuple[int, int]]) -> None:
    table = np.array(faces, np.int64).reshape(-1, 2)
    labels, before = _gapless(table[:, 0]), table[:, 1]
    numbers, following = renumber(labels, before, 10)
    assert np.array_equal(numbers < 0, labels < 0)
    pairs = {(label, number) for label, number in zip(labels.tolist(), numbers.tolist(), strict=True)}
    clusters = [number for label, number in pairs if label >= 0]
    assert len(clusters) == len(set(clusters)) == labels.max(initial=-1) + 1
    assert sorted(number for number in clusters if number >= 10) == list(range(10, following))
    for label, number in pairs:
        for old in set(before[(labels == label) & (before >= 0)].tolist()) - {number}:
            held = (before == old) & (numbers == old)
            shared = (before == old) & (labels == label)
            kept = (before == number) & (labels == label)
            assert label < 0 or max(held.sum(), kept.sum()) >= shared.sum(), "a larger share has a claim"
    assert np.array_equal(renumber(labels, numbers, following)[0], numbers), "nothing new, no other number"


def test_new_clusters_are_numbered_by_size() -> None:
    numbers, following = renumber(np.array([0, 0, 0, 1, 1, LONE]), np.full(6, -2), 1)
    assert (numbers.tolist(), following) == ([1, 1, 1, 2, 2, LONE], 3)
