import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.cluster.hierarchy import fcluster, linkage

from app.clustering.constraints import Constraints, conflicted
from app.clustering.linkage import merge
from app.core.errors import Cancelled
from app.core.progress import CancelToken


def unit(count: int, seed: int, dimension: int = 6) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def together(labels: np.ndarray) -> np.ndarray:
    same: np.ndarray = labels[:, None] == labels
    return same


@pytest.mark.slow
@given(st.integers(2, 60), st.integers(0, 10_000), st.floats(-0.5, 0.9))
@settings(max_examples=60)
def test_without_rivals_it_is_average_linkage(count: int, seed: int, threshold: float) -> None:
    vectors = unit(count, seed)
    tree = linkage(vectors.astype(np.float64), "average", "cosine")
    expected = fcluster(tree, 1 - threshold, "distance")
    if np.abs(tree[:, 2] - (1 - threshold)).min() < 1e-5:
        return  # on the edge of the threshold rounding decides
    found = merge(vectors, np.arange(count), Constraints.of(np.arange(count)), threshold)
    assert np.array_equal(together(found), together(expected))


@pytest.mark.slow
@given(st.integers(1, 50), st.integers(1, 20), st.integers(0, 10_000))
@settings(max_examples=60)
def test_it_merges_all_it_may_and_nothing_else(count: int, photos: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors, rules = unit(count, seed), Constraints.of(rng.integers(0, photos, count))
    labels = merge(vectors, np.arange(count), rules, 0.2)
    assert not conflicted(rules, labels).any()
    for a in range(int(labels.max()) + 1):
        for b in range(a):
            if (vectors[labels == a] @ vectors[labels == b].T).mean() > 0.2 + 1e-5:
                joined = np.where(labels == a, b, labels)
                joined = np.unique(joined, return_inverse=True)[1]
                assert conflicted(rules, joined).any()


def test_equal_vectors_come_to_rest() -> None:
    vectors = np.repeat(unit(3, 1), 40, axis=0)
    labels = merge(vectors, np.arange(120), Constraints.of(np.arange(120)), 0.9)
    assert np.array_equal(together(labels), together(np.repeat(np.arange(3), 40)))


def test_a_cancelled_merge_stops() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        merge(unit(5, 0), np.arange(5), Constraints.of(np.arange(5)), 0.3, cancel=token)
