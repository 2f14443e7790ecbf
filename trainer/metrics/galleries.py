"""FNIR at FPIR for galleries of any size, from one search of each probe among all people.

A smaller gallery is a random choice among the people there are. Whether it holds somebody who scores above a
threshold follows from how many of all of them do (the hypergeometric distribution), so rates are exact means
over all such galleries: none needs to be drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from trainer.arrays import FlagArray, FloatArray, IntArray
from trainer.errors import DataError
from trainer.metrics.bootstrap import Interval, interval
from trainer.text import say

_EXACT, _COARSE = 400, 112
"""Thresholds tried: the highest scores of strangers one by one, the rest at even shares."""


@dataclass(frozen=True, eq=False, slots=True)
class Searches:
    """What came of searching probes.

    Attributes:
        people: Whose each probe is (M,), numbered from 0.
        own: Score of that person's other pictures (M,), -inf where it is not among the best; NaN where there
            are no others: the probe is non-mated only.
        rivals: Scores of other people, falling (M, K); the K best of them, -inf where there are fewer.
        others: How many other people each probe was compared with.
    """

    people: IntArray
    own: FloatArray
    rivals: FloatArray
    others: int

    @property
    def mated(self) -> FlagArray:
        """Which probes have somebody to be found (M,)."""
        return np.asarray(~np.isnan(self.own))


@dataclass(frozen=True, slots=True)
class OpenSetRate:
    """FNIR at one FPIR.

    Attributes:
        fpir: Wanted.
        threshold: Score that a name must exceed.
        fnir: With its interval over people.
    """

    fpir: float
    threshold: float
    fnir: Interval


def chance_of_any(above: IntArray, others: int, size: int) -> FloatArray:
    """Chance that a random `size` of `others` people include one of the `above` who pass, for each count.

    Raises:
        ValueError: More people are chosen than there are.
    """
    if not 0 <= size <= others:
        raise ValueError(f"{size} of {others} people cannot be chosen")
    left = others - np.arange(others)
    none = np.append(1.0, np.cumprod(np.maximum(left - size, 0) / left))
    return np.asarray(1 - none[above])


def open_set_rates(
    searches: Searches, size: int, fpirs: Sequence[float], draws: IntArray, *, level: float = 0.95
) -> list[OpenSetRate]:
    """FNIR at each FPIR for a gallery of `size` people.

    A mated probe is missed unless its own person passes the threshold and comes first. The threshold of each
    resample is found anew, so the interval covers that too.

    Args:
        searches: One search of each probe.
        size: People in the gallery; at most one more than `searches.others`.
        fpirs: False positive identification rates, counted: below one in all probes nobody may pass.
        draws: How often each person is drawn in each resample (replicates, people).
        level: Share of the resamples that the interval covers.

    Raises:
        DataError: No probe has anybody to be found.
        ValueError: The gallery is larger than there are people.
    """
    thresholds = _thresholds(searches)
    alarms = _alarms(searches, thresholds, min(size, searches.others))
    misses = _misses(searches, thresholds, _first(searches, size))
    everyone = np.ones((1, len(searches.people)))
    weights = np.concatenate([everyone, draws[:, searches.people]]).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        fpir = weights @ alarms / weights.sum(axis=1, keepdims=True)
        mated = weights[:, searches.mated]
        fnir = mated @ misses / mated.sum(axis=1, keepdims=True)
    found = []
    for wanted in fpirs:
        place = (fpir <= wanted * (1 + 1e-9)).argmax(axis=1)  # the highest stranger always passes nobody
        rates = fnir[np.arange(len(place)), place]
        found.append(
            OpenSetRate(wanted, float(thresholds[place[0]]), interval(float(rates[0]), rates[1:], level))
        )
    return found


def fnir_at(
    searches: Searches, size: int, threshold: float, draws: IntArray, *, level: float = 0.95
) -> Interval:
    """FNIR at a given threshold for a gallery of any size; beyond the people there are it is extrapolated.

    There, each further person is taken to be as likely to come before a probe's own as one of those there.

    Raises:
        DataError: No probe has anybody to be found.
    """
    mated = searches.mated
    misses = _misses(searches, np.array([threshold]), _first(searches, size))[:, 0]
    weights = draws[:, searches.people[mated]].astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return interval(float(misses.mean()), weights @ misses / weights.sum(axis=1), level)


def _first(searches: Searches, size: int) -> FloatArray:
    """Chance that no other person of the gallery scores above a mated probe's own (mated,)."""
    mated = searches.mated
    if not mated.any():
        raise DataError(say("There is nobody to find"), why=say("no identity has two pictures"))
    above = (searches.rivals[mated] > searches.own[mated, None]).sum(axis=1)
    if size - 1 <= searches.others:
        return 1 - chance_of_any(above, searches.others, max(size - 1, 0))
    return np.asarray((1 - above / searches.others) ** (size - 1))


def _thresholds(searches: Searches) -> FloatArray:
    """Scores to try as thresholds, rising: those at which a false alarm begins or ends."""
    scores = searches.rivals[np.isfinite(searches.rivals)]
    if not len(scores):
        return np.array([-1.0])
    falling = np.unique(scores)[::-1]
    coarse = np.quantile(falling, np.linspace(0, 1, _COARSE)) if len(falling) > _EXACT else falling
    return np.unique(np.concatenate([falling[:_EXACT], coarse, [-2.0]]))


def _alarms(searches: Searches, thresholds: FloatArray, size: int) -> FloatArray:
    """Chance of a false alarm of each probe at each threshold (M, T)."""
    above = np.stack([(searches.rivals > t).sum(axis=1) for t in thresholds], axis=1)
    return chance_of_any(above, searches.others, size)


def _misses(searches: Searches, thresholds: FloatArray, first: FloatArray) -> FloatArray:
    """Chance that each mated probe is missed at each threshold (mated, T)."""
    passes = searches.own[searches.mated][:, None] > thresholds
    return np.asarray(1 - passes * first[:, None])
