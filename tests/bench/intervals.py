"""How sure a measured threshold is, and at which rates thresholds of people are measured."""

from collections.abc import Sequence

import numpy as np

from app.recognition.calibration import RATES, thresholds_from_impostors

PERSON_RATES = (*RATES, 1e-6)
"""A name in a gallery of 1,000 people at an FPIR of 1 in 1,000 needs the last one."""
_ROUNDS = 200
_LEVEL = 0.9
"""Share of the resamples that lies within."""


def bootstrap_interval(
    scores: np.ndarray, people: np.ndarray, fmrs: Sequence[float] = RATES
) -> list[tuple[float, float]]:
    """Interval of the threshold at each rate, counted or fitted, from resampling people.

    Pairs that share a person are not independent; people nearly are. So people are drawn with replacement,
    and a pair counts as often as both of its people were drawn together.

    Args:
        scores: Of pairs of different people (n,).
        people: The two people of each pair (n, 2), numbered from 0.
        fmrs: False-match rates, the loosest first.
    """
    rng = np.random.default_rng(0)
    count = int(people.max()) + 1
    found = np.empty((_ROUNDS, len(fmrs)))
    for row in found:
        drawn = np.bincount(rng.integers(0, count, count), minlength=count)
        resampled = np.repeat(scores, drawn[people[:, 0]] * drawn[people[:, 1]])
        row[:] = [score for _, score in thresholds_from_impostors(resampled, fmrs)]
    low, high = np.quantile(found, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2], axis=0)
    return list(zip(low.tolist(), high.tolist(), strict=True))
