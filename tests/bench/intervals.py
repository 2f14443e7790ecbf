"""How sure a measured threshold is, and at which rates thresholds of people are measured."""

from collections.abc import Callable

import numpy as np

from app.recognition.calibration import RATES, Curve, thresholds_from_impostors

PERSON_RATES = (*RATES, 1e-6)
"""A name in a gallery of 1,000 people at an FPIR of 1 in 1,000 needs the last one."""
_LEFT_OUT = 2
"""How often more strangers pass who were left out when thresholds were set (`measure_deciding`)."""
_ROUNDS = 200
_LEVEL = 0.9
"""Share of the resamples that lies within."""


def person_curve(scores: np.ndarray) -> Curve:
    """Thresholds of names: those at which half as many strangers pass, of the people they are set on.

    Args:
        scores: Of faces with people whom they do not show (n,).
    """
    found = thresholds_from_impostors(scores, [rate / _LEFT_OUT for rate in PERSON_RATES])
    return tuple((rate, score) for rate, (_, score) in zip(PERSON_RATES, found, strict=True))


def bootstrap_interval(
    scores: np.ndarray,
    people: np.ndarray,
    curve: Callable[[np.ndarray], Curve] = thresholds_from_impostors,
) -> list[tuple[float, float]]:
    """Interval of the threshold at each rate, counted or fitted, from resampling people.

    Pairs that share a person are not independent; people nearly are. So people are drawn with replacement,
    and a pair counts as often as both of its people were drawn together.

    Args:
        scores: Of pairs of different people (n,).
        people: The two people of each pair (n, 2), numbered from 0.
        curve: What makes thresholds of scores.
    """
    rng = np.random.default_rng(0)
    count = int(people.max()) + 1
    found = []
    for _ in range(_ROUNDS):
        drawn = np.bincount(rng.integers(0, count, count), minlength=count)
        resampled = np.repeat(scores, drawn[people[:, 0]] * drawn[people[:, 1]])
        found.append([score for _, score in curve(resampled)])
    low, high = np.quantile(found, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2], axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))
