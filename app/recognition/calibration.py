"""From scores of different people to thresholds for chosen false-match rates.

A score is the cosine of two faces (verification), or that of a face with a person (identification: `scores`,
drawn by `draws`); both have the tails described here.

The k-th largest of n impostor scores is the threshold at FMR k/n. Where k would be too small to trust, the
tail is a generalised Pareto distribution, which is what the excesses over a high threshold tend to (Pickands
1975; Balkema and de Haan 1974), fitted by probability-weighted moments (Hosking and Wallis 1987).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Floats
from app.domain.decision import Thresholds

Curve = tuple[tuple[float, float], ...]
"""(FMR, threshold), the loosest rate first."""
RATES = (1e-2, 1e-3, 1e-4, 1e-5)
MIN_PAIRS = 1000
"""Impostor pairs below which no calibration is made from scratch."""
MIN_TRANSFER = 50
"""Impostor pairs below which no calibration is transferred."""
_COUNTED = 100
"""Exceedances from which a quantile is counted rather than fitted: fewer may be one pair of look-alikes."""
_SEEN = 10
"""Exceedances from which no transferred threshold is looser than a quantile."""
_TAIL = 0.05
"""Share of the scores that the tail is fitted to."""
_MOST_SHAPE = 0.13
"""Greatest shape that is believed: a greater one ends the tail sooner than a few dozen people can tell."""
_ANCHOR = 30
"""Exceedances from which two models' quantiles are matched one to one."""


def thresholds_from_impostors(scores: Floats, fmrs: Sequence[float] = RATES) -> Curve:
    """Find the thresholds at which different people pass at the given rates.

    A rate that at least a hundred of the scores reach is counted exactly; a smaller one comes from the tail
    fitted to the top 5 %, or from the count where that is stricter: no score seen passes where none is
    expected to.

    Args:
        scores: Of different people (n,), in any order; at least `MIN_PAIRS`.
        fmrs: False-match rates, each above 0 and at most 0.05.

    Returns:
        (FMR, threshold), the loosest rate first.

    Raises:
        ValueError: Too few scores, one that is not finite, or a rate out of range.
    """
    falling = _falling(scores, MIN_PAIRS)
    rates = sorted(fmrs, reverse=True)
    if not rates or rates[0] > _TAIL or rates[-1] <= 0:
        raise ValueError(f"rates must lie above 0 and at most {_TAIL}, not {list(fmrs)}")
    found = np.maximum.accumulate([_threshold(falling, rate) for rate in rates])
    return tuple(zip(rates, found.tolist(), strict=True))


def transfer_thresholds(
    base: Thresholds,
    base_impostors: Floats,
    new_impostors: Floats,
    of_person: tuple[Floats, Floats] | None = None,
) -> Thresholds:
    """Give a retrained model thresholds with the false-match rates of the model it came from.

    A base threshold is mapped to the new score that as many of the same pairs reach (quantile matching).
    Beyond the 30th largest score, the two tails are taken to have one shape: distances from there are scaled
    by the ratio of their mean excesses. A threshold is never looser than the new scores themselves show where
    ten of them reach the rate, and never falls as the rate does. The limit of recognisability is not carried
    over: the lengths of another model's embeddings are its own.

    Args:
        base: Calibration of the old model.
        base_impostors: Cosines of pairs of different people under the old model (n,), of faces that the new
            model was not trained on; at least `MIN_TRANSFER`.
        new_impostors: Those of the same pairs under the new model (n,).
        of_person: Scores of faces with other people (m,), under the old model and under the new one. Without
            them, or with fewer than `MIN_TRANSFER`, the pairs stand in: with one exemplar both are the same.

    Raises:
        ValueError: The counts differ, there are too few, or a score is not finite.
    """
    found = _transferred(base.by_fmr, base_impostors, new_impostors)
    method = f"{base.method}; transferred by {len(new_impostors):,} impostor pairs scored by both models"
    if of_person is not None and len(of_person[0]) >= MIN_TRANSFER:
        named = _transferred(base.for_names, *of_person)
        method += f" and {len(of_person[0]):,} scores of faces with other people"
    else:
        named = _transferred(base.of_person, base_impostors, new_impostors)
    return replace(base, by_fmr=found, of_person=named, method=method, recognisable=None)


def _transferred(measured: Curve, base_impostors: Floats, new_impostors: Floats) -> Curve:
    if len(base_impostors) != len(new_impostors):
        raise ValueError("both models must have scored the same pairs")
    old, new = _falling(base_impostors, MIN_TRANSFER), _falling(new_impostors, MIN_TRANSFER)
    mapped = [max(_mapped(old, new, score), _seen(new, rate)) for rate, score in measured]
    scores = np.clip(np.maximum.accumulate(mapped), -1, 1).tolist() if mapped else []
    return tuple((rate, score) for (rate, _), score in zip(measured, scores, strict=True))


def _falling(scores: Floats, least: int) -> npt.NDArray[np.float64]:
    falling = -np.sort(-np.asarray(scores, np.float64).ravel())
    if len(falling) < least:
        raise ValueError(f"{len(falling)} impostor pairs; at least {least} are needed")
    if not np.isfinite(falling).all():
        raise ValueError("a score is not finite")
    return falling


def _threshold(falling: npt.NDArray[np.float64], rate: float) -> float:
    expected = int(len(falling) * rate)
    counted = float(falling[max(expected, 1) - 1])
    return counted if expected >= _COUNTED else max(counted, _fitted(falling, rate))


def _fitted(falling: npt.NDArray[np.float64], rate: float) -> float:
    """Threshold at a small rate by the generalised Pareto distribution over the top 5 %.

    Its shape, Hosking and Wallis's k, is negative for a heavy tail; above 0 the tail ends at scale / k. It is
    taken to be at most `_MOST_SHAPE`, with the scale that keeps the mean excess: scale / (1 + k).
    """
    size = int(len(falling) * _TAIL)
    start = falling[size]
    excesses = falling[:size] - start
    mean = float(excesses.mean())
    if mean <= 0:
        return float(start)
    # a1 = E[x (1 - F(x))]: falling order makes the largest weigh least
    weighted = float(np.mean(excesses * (np.arange(size) + 0.5) / size))
    spread = mean - 2 * weighted
    if spread <= 1e-9 * mean:
        return float(falling[0])  # all that lies beyond the start lies in one place
    shape = min(mean / spread - 2, _MOST_SHAPE)
    scale = mean * (1 + shape)
    beyond = rate / _TAIL
    excess = -np.log(beyond) if abs(shape) < 1e-6 else (1 - beyond**shape) / shape
    return min(float(start + scale * excess), 1.0)


def _mapped(old: npt.NDArray[np.float64], new: npt.NDArray[np.float64], cosine: float) -> float:
    """Carry a threshold of the old model over to the new one."""
    passing = int(np.searchsorted(-old, -cosine, side="right"))
    if passing >= _ANCHOR:
        return float(new[passing - 1])
    size = max(_ANCHOR, int(len(old) * _TAIL))
    spread = _mean_excess(new, size) / max(_mean_excess(old, size), 1e-9)
    return float(new[_ANCHOR - 1] + (cosine - old[_ANCHOR - 1]) * spread)


def _mean_excess(falling: npt.NDArray[np.float64], size: int) -> float:
    return float(np.mean(falling[:size]) - falling[size])


def _seen(falling: npt.NDArray[np.float64], rate: float) -> float:
    expected = int(len(falling) * rate)
    return float(falling[expected - 1]) if expected >= _SEEN else -1.0
