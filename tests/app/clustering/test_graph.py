import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clustering import graph
from app.core.errors import Cancelled
from app.core.progress import CancelToken, Progress


def unit(count: int, seed: int) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, 5)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


@given(st.integers(0, 60), st.integers(1, 8), st.floats(0.05, 0.9), st.integers(0, 1000))
@settings(max_examples=50)
def test_edges_are_the_mutual_neighbours_above_the_floor(count: int, k: int, floor: float, seed: int) -> None:
    vectors = unit(count, seed)
    found = graph.mutual_neighbours(vectors, k, floor).toarray()
    similarities = (vectors @ vectors.T).astype(np.float64)
    np.fill_diagonal(similarities, -1)
    rank = np.argsort(np.argsort(-similarities, axis=1), axis=1)
    near = rank < k
    expected = near & near.T & (similarities >= floor)
    assert np.array_equal(found > 0, expected)
    assert np.allclose(found[expected], similarities[expected], atol=1e-6)
    assert np.array_equal(found, found.T)


def test_blocks_do_not_change_the_graph(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors = unit(90, 1)
    whole = graph.mutual_neighbours(vectors, 5, 0.3)
    monkeypatch.setattr(graph, "_BLOCK_BYTES", 4 * 90 * 7)
    steps: list[Progress] = []
    blocked = graph.mutual_neighbours(vectors, 5, 0.3, steps.append)
    assert np.allclose(whole.toarray(), blocked.toarray(), atol=1e-6)
    assert (steps[0].done, steps[-1].done, steps[-1].total) == (7, 90, 90)


def test_a_cancelled_comparison_stops() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        graph.mutual_neighbours(unit(5, 0), 3, 0.3, cancel=token)
