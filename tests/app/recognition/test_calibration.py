import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.decision import Thresholds
from app.recognition.calibration import (
    RATES,
    Curve,
    thresholds_from_impostors,
    transfer_thresholds,
)


def impostors(rng: np.random.Generator, count: int) -> np.ndarray:
    """Cosines as two random directions in 64 dimensions have them: a bounded, bell-shaped tail."""
    return 2 * rng.beta(31.5, 31.5, count) - 1


def cosines(measured: Curve) -> list[float]:
    return [cosine for _, cosine in measured]


def test_rates_with_enough_pairs_are_counted_exactly() -> None:
    scores = impostors(np.random.default_rng(0), 200_000)
    found = thresholds_from_impostors(scores, (1e-2, 1e-3))
    assert [rate for rate, _ in found] == [1e-2, 1e-3]
    for rate, cosine in found:
        assert np.mean(scores >= cosine) == pytest.approx(rate)


@pytest.mark.slow
def test_the_fitted_tail_finds_thresholds_that_the_pairs_do_not_reach() -> None:
    rng = np.random.default_rng(1)
    truth = np.quantile(impostors(rng, 4_000_000), 1 - 1e-5)
    fitted = [cosines(thresholds_from_impostors(impostors(rng, 20_000)))[-1] for _ in range(20)]
    assert np.mean(fitted) == pytest.approx(truth, abs=0.03)


def test_people_among_whom_nobody_looks_alike_do_not_set_a_loose_threshold() -> None:
    scores = impostors(np.random.default_rng(5), 200_000)
    highest = np.quantile(scores, 0.999)
    ((_, cosine),) = thresholds_from_impostors(np.minimum(scores, highest), (1e-4,))  # twenty reach this rate
    assert cosine > highest + 0.01


def test_no_tail_is_believed_to_end_soon() -> None:
    scores = np.random.default_rng(6).uniform(0, 0.5, 20_000)
    found = cosines(thresholds_from_impostors(scores, (1e-2, 1e-4, 1e-6)))
    assert found[0] == pytest.approx(0.495, abs=1e-3)
    # the mean excess over the top 5 %, 0.0125, and the shape 0.13
    assert found[1] == pytest.approx(0.475 + 0.0125 * 1.13 * (1 - 0.002**0.13) / 0.13, abs=1e-3)
    assert found[2] == pytest.approx(0.475 + 0.0125 * 1.13 * (1 - 2e-5**0.13) / 0.13, abs=1e-3)


@given(st.integers(1000, 5000), st.integers(0, 2**32 - 1), st.floats(0.2, 3))
@settings(max_examples=40)
def test_thresholds_rise_as_rates_fall(count: int, seed: int, power: float) -> None:
    rng = np.random.default_rng(seed)
    found = cosines(thresholds_from_impostors(rng.random(count) ** power, (1e-5, 1e-2, 1e-3)))
    assert found == sorted(found)
    assert max(found) <= 1


def test_scores_that_are_all_the_same_are_survived() -> None:
    assert cosines(thresholds_from_impostors(np.full(1000, 0.25))) == [0.25] * 4


def test_what_cannot_be_calibrated_is_refused() -> None:
    scores = impostors(np.random.default_rng(2), 1000)
    with pytest.raises(ValueError, match="at least 1000"):
        thresholds_from_impostors(scores[:999])
    with pytest.raises(ValueError, match="finite"):
        thresholds_from_impostors(np.append(scores, np.nan))
    with pytest.raises(ValueError, match="rates"):
        thresholds_from_impostors(scores, (0.5,))
    base = Thresholds(((1e-2, 0.3),), "")
    with pytest.raises(ValueError, match="same pairs"):
        transfer_thresholds(base, scores, scores[1:])
    with pytest.raises(ValueError, match="at least 50"):
        transfer_thresholds(base, scores[:49], scores[:49])


COUNTED = thresholds_from_impostors(impostors(np.random.default_rng(4), 1_000_000), RATES)
BASE = Thresholds(
    COUNTED,
    "counted",
    recognisable=9.0,
    of_person=tuple((rate, cosine + 0.02) for rate, cosine in COUNTED),
    within=0.6,
)


@pytest.mark.parametrize("count", [50, 1000, 200_000])
@pytest.mark.parametrize(("shift", "stretch"), [(0.0, 1.0), (0.1, 1.2), (-0.05, 0.8)])
def test_a_shifted_and_stretched_model_keeps_its_rates(count: int, shift: float, stretch: float) -> None:
    old = impostors(np.random.default_rng(5), count)
    moved = transfer_thresholds(BASE, old, shift + stretch * old)
    for (_, before), (_, after) in zip(BASE.by_fmr, moved.by_fmr, strict=True):
        # some slack: a threshold may be stricter than needed where these very pairs happen to ask for it
        assert -1e-6 <= after - (shift + stretch * before) < 0.03


def test_a_transfer_is_never_looser_than_the_new_scores_show() -> None:
    rng = np.random.default_rng(6)
    old = impostors(rng, 20_000)
    new = np.where(rng.random(20_000) < 0.02, 0.8, old)  # the new model takes some strangers for one another
    moved = transfer_thresholds(BASE, old, new)
    for rate, cosine in moved.by_fmr[:2]:
        assert np.mean(new > cosine) <= rate
    assert cosines(moved.by_fmr) == sorted(cosines(moved.by_fmr))
    assert "20,000" in moved.method


def test_thresholds_of_people_follow_the_pairs_where_nothing_else_was_scored() -> None:
    old = impostors(np.random.default_rng(7), 20_000)
    moved = transfer_thresholds(BASE, old, 0.1 + 1.2 * old)
    for (_, before), (_, after) in zip(BASE.of_person, moved.of_person, strict=True):
        assert -1e-6 <= after - (0.1 + 1.2 * before) < 0.03
    assert moved.within == BASE.within
    assert moved.recognisable is None  # lengths of another model's embeddings are its own


def test_thresholds_of_people_are_transferred_by_scores_with_people() -> None:
    rng = np.random.default_rng(8)
    old, with_people = impostors(rng, 20_000), impostors(rng, 20_000)
    moved = transfer_thresholds(BASE, old, old, of_person=(with_people, with_people + 0.2))
    assert np.allclose(cosines(moved.by_fmr), cosines(BASE.by_fmr), atol=0.03)
    for (_, before), (_, after) in zip(BASE.of_person, moved.of_person, strict=True):
        assert -1e-6 <= after - (0.2 + before) < 0.03


def test_a_model_that_knew_only_pairs_gets_none_of_people_from_pairs() -> None:
    old = impostors(np.random.default_rng(9), 2_000)
    bare = Thresholds(BASE.by_fmr, "pairs alone")
    assert transfer_thresholds(bare, old, old).of_person == ()
    assert len(transfer_thresholds(bare, old, old, of_person=(old, old)).of_person) == len(BASE.by_fmr)
