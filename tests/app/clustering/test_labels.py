from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.clustering.labels import compact, shared

two = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40)), max_size=30)


@given(two)
def test_labels_are_numbered_without_gaps_in_their_order(rows: list[tuple[int, int]]) -> None:
    labels = np.array([label for _, label in rows], np.int64)
    assert np.array_equal(compact(labels), np.unique(labels, return_inverse=True)[1])


@given(two)
def test_clusters_that_share_faces_are_counted(rows: list[tuple[int, int]]) -> None:
    labels, others = np.array(rows, np.int64).reshape(-1, 2).T
    pairs, counts = shared(labels, others)
    assert dict(zip(map(tuple, pairs.T.tolist()), counts.tolist(), strict=True)) == Counter(rows)
