import numpy as np
import pytest

from app.recognition.recognisability import LEAST, limit


def _lengths(low: float, high: float, count: int = 100) -> np.ndarray:
    return np.linspace(low, high, count).astype(np.float32)


def test_the_limit_is_where_nine_in_ten_faces_on_their_heads_lie_below() -> None:
    assert limit(_lengths(10, 14), _lengths(4, 9)) == pytest.approx(8.5, abs=0.01)


def test_a_model_whose_lengths_do_not_tell_has_no_limit() -> None:
    assert limit(_lengths(5, 14), _lengths(4, 9)) is None  # more than a twentieth of the good faces lie below
    assert limit(np.ones(100, np.float32), np.ones(100, np.float32)) is None  # it gives unit lengths
    noise = 1 + np.random.default_rng(0).normal(0, 1e-6, (2, 100)).astype(np.float32)
    assert limit(noise[0] + 1e-5, noise[1]) is None  # or nearly


def test_a_twentieth_of_the_good_faces_may_lie_below() -> None:
    good = _lengths(10, 14)
    good[:5] = 3
    assert limit(good, _lengths(4, 9)) is not None
    good[:6] = 3
    assert limit(good, _lengths(4, 9)) is None


def test_too_few_faces_are_refused() -> None:
    with pytest.raises(ValueError, match="20 faces"):
        limit(_lengths(10, 14, LEAST - 1), _lengths(4, 9))
