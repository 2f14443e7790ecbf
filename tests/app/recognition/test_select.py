import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.recognition.select import inner_products, top


@pytest.mark.slow
@given(st.integers(0, 400), st.integers(1, 12), st.integers(0, 70), st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_the_largest_are_those_of_brute_force(count: int, k: int, probes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(count, 6)).astype(np.float32)
    wanted = rng.normal(size=(probes, 6)).astype(np.float32)
    products = inner_products(wanted, vectors)
    assert np.allclose(products, wanted @ vectors.T, atol=1e-5)
    for row in products:
        assert np.array_equal(top(row, k), np.argsort(-row, kind="stable")[:k])


def test_equal_values_keep_their_order() -> None:
    assert top(np.ones(500, np.float32), 4).tolist() == [0, 1, 2, 3]
