"""A proof in words, whatever came of it."""

import pytest

from app.engine.views import Curve, ModelCard, Rates
from app.ui.training import words


def card(
    trained: tuple[float, float] | None,
    others: tuple[float, float] | None = None,
    *,
    better: bool = True,
    least: float = 1e-4,
) -> ModelCard:
    """A retrained model of these rates at one false accept in 1,000, before and after."""
    curve = None if trained is None else Curve((least, 1e-1), (trained[0],) * 2, (trained[1],) * 2)
    groups = {"trained": trained, "others": others}

    def side(place: int) -> dict[str, Rates]:
        return {name: None if rates is None else {"1e-3": rates[place]} for name, rates in groups.items()}

    return ModelCard(
        "n", "new", "sface", 128, False, "p", side(0), side(1), {"trained": curve}, better=better
    )


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (0.875, 0.95, "Misses 1 face in 20 now,\n1 in 8 before"),
        (0.95, 0.875, "Misses 1 face in 8 now,\n1 in 20 before"),
        (0.95, 0.951, "Misses 1 face in 20, as before"),
        (1.0, 1.0, "Misses no face, as before"),
        (0.875, 1.0, "Misses no face now,\n1 in 8 before"),
        (1.0, 0.875, "Misses 1 face in 8 now,\nnone before"),
        (0.2, 0.5, "Misses 5 faces in 10 now,\n8 in 10 before"),
        (0.0, 0.8, "Misses 1 face in 5 now,\nnearly all before"),
    ],
)
def test_the_headline_says_what_is_missed(before: float, after: float, said: str) -> None:
    assert words.headline(card((before, after))) == said


def test_too_little_to_measure_is_said() -> None:
    assert words.headline(card(None)) == "Too few photos to tell whether it got better"
    assert "too few photos" in words.about_others(card((0.9, 0.95)))


@pytest.mark.parametrize(
    ("others", "better", "said"),
    [
        ((0.9, 0.909), True, "nothing got worse (+0.9 points)"),
        ((0.9, 0.9), False, "nothing got worse (0.0 points)"),
        ((0.9, 0.898), True, "−0.2 points, no more than chance"),  # noqa: RUF001 - a minus
        ((0.9, 0.8), False, "it got worse (−10.0 points)"),  # noqa: RUF001
    ],
)
def test_other_people_are_not_forgotten(others: tuple[float, float], better: bool, said: str) -> None:
    assert said in words.about_others(card((0.9, 0.95), others, better=better))


def test_rates_too_small_for_the_pairs_are_known() -> None:
    few = card((0.9, 0.95), least=2e-3)
    assert [words.unmeasured(few, fmr) for _, fmr in words.RATES] == [False, True, True]
    assert not words.unmeasured(card((0.9, 0.95)), 1e-4)
