"""How sure a measured rate is: intervals from resampling identities, not pairs.

Pairs that share a person are not independent, so the person is what is drawn with replacement (Bolle et al.,
"Error analysis of pattern recognition systems: the subsets bootstrap", CVIU 2004).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trainer.arrays import FlagArray, FloatArray, IntArray
from trainer.metrics.verification import FMRS, equal_error_rate, roc, tar_at_fmr, unit_length

MOST_PICTURES = 3000


@dataclass(frozen=True, slots=True)
class Interval:
    """A measured value with its bounds.

    Attributes:
        value: As measured.
        low: Lower bound.
        high: Upper bound.
    """

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class VerificationRates:
    """One-to-one rates with their intervals.

    Attributes:
        tar: TAR at each FMR.
        eer: Equal error rate.
    """

    tar: Mapping[float, Interval]
    eer: Interval


def tar_intervals(
    embeddings: FloatArray,
    labels: IntArray,
    fmrs: Sequence[float] = FMRS,
    *,
    replicates: int = 200,
    level: float = 0.95,
    seed: int = 0,
) -> Mapping[float, Interval]:
    """TAR at each FMR over all pairs, with percentile intervals over identities.

    Args:
        embeddings: (N, D); of more than 3,000 a random 3,000 are used.
        labels: Identities (N,).
        fmrs: False match rates.
        replicates: Resamples.
        level: Share of the resamples that the interval covers.
        seed: Seed of the resampling.

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    kept = np.sort(np.random.default_rng(seed).permutation(len(labels))[:MOST_PICTURES])
    unit, people = unit_length(embeddings[kept]), np.unique(labels[kept], return_inverse=True)[1]
    left, right = np.triu_indices(len(unit), 1)
    pairs = ScoredPairs((unit @ unit.T)[left, right], people[left], people[right])
    return verification_rates(pairs, resamples(pairs.identities, replicates, seed), fmrs, level=level).tar


def resamples(identities: int, replicates: int = 200, seed: int = 0) -> npt.NDArray[np.int64]:
    """How often each identity is drawn in each resample (replicates, identities), drawn with replacement."""
    chance = np.random.default_rng(seed)
    drawn = [chance.integers(identities, size=identities) for _ in range(replicates)]
    return np.array([np.bincount(one, minlength=identities) for one in drawn], np.int64)


def interval(value: float, resampled: Sequence[float] | FloatArray, level: float = 0.95) -> Interval:
    """A measured value with the percentile interval of its resamples; NaN bounds where there are none."""
    known = np.asarray(resampled, np.float64)
    known = known[np.isfinite(known)]
    if not len(known):
        return Interval(value, float("nan"), float("nan"))
    low, high = np.quantile(known, [(1 - level) / 2, (1 + level) / 2])
    return Interval(value, float(low), float(high))


class ScoredPairs:
    """Scored pairs, best score first, so that a resample of identities is a weighting of one fixed order.

    Attributes:
        scores: Falling (n,).
        same: Which pairs are genuine (n,).
        identities: How many there are.
    """

    def __init__(
        self, scores: FloatArray, left: IntArray, right: IntArray, same: FlagArray | None = None
    ) -> None:
        """Put pairs in order.

        Args:
            scores: Similarities (n,).
            left: Identity of one picture of each pair (n,), numbered from 0.
            right: That of the other (n,).
            same: Which pairs are genuine (n,), where the identities do not say so.
        """
        order = np.argsort(-scores, kind="stable")
        self.scores = scores[order]
        self._left, self._right = left[order], right[order]
        self.same = self._left == self._right if same is None else same[order].astype(bool)
        self.identities = int(max(left.max(initial=-1), right.max(initial=-1))) + 1

    @property
    def genuine(self) -> FloatArray:
        """Scores of the genuine pairs, falling."""
        return np.asarray(self.scores[self.same])

    @property
    def impostor(self) -> FloatArray:
        """Scores of the impostor pairs, falling."""
        return np.asarray(self.scores[~self.same])

    def resampled(self, drawn: IntArray, fmrs: Sequence[float]) -> FloatArray:
        """TAR at each FMR, then the EER, in one resample; NaN where it holds no pair of a kind.

        A genuine pair counts as often as its identity was drawn, an impostor pair as often as both were.

        Args:
            drawn: How often each identity was drawn (identities,).
            fmrs: False match rates.
        """
        left = drawn[self._left]
        genuine = np.cumsum(np.where(self.same, left, 0))
        impostor = np.cumsum(np.where(self.same, 0, left * drawn[self._right]))
        if not len(genuine) or not genuine[-1] or not impostor[-1]:
            return np.full(len(fmrs) + 1, np.nan)
        accepted = [int(np.searchsorted(impostor, f * impostor[-1], side="right")) for f in fmrs]
        tars = [float(genuine[a - 1] / genuine[-1]) if a else 0.0 for a in accepted]
        gap = impostor / impostor[-1] - (1 - genuine / genuine[-1])
        crossing = min(int(np.searchsorted(gap, 0)), len(gap) - 1)
        return np.array([*tars, impostor[crossing] / impostor[-1]])


def verification_rates(
    pairs: ScoredPairs, draws: IntArray, fmrs: Sequence[float] = FMRS, *, level: float = 0.95
) -> VerificationRates:
    """TAR at each FMR and EER, with percentile intervals over identities.

    Args:
        pairs: Scored pairs.
        draws: What `resamples` gave (replicates, identities).
        fmrs: False match rates.
        level: Share of the resamples that the intervals cover.

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    tar = tar_at_fmr(pairs.genuine, pairs.impostor, fmrs)
    eer = equal_error_rate(roc(pairs.genuine, pairs.impostor))
    columns = np.array([pairs.resampled(drawn, fmrs) for drawn in draws]).reshape(-1, len(fmrs) + 1).T
    tars = {f: interval(tar[f], column, level) for f, column in zip(fmrs, columns[:-1], strict=True)}
    return VerificationRates(tars, interval(eer, columns[-1], level))


def tar_changes(
    before: ScoredPairs,
    after: ScoredPairs,
    draws: IntArray,
    fmrs: Sequence[float] = FMRS,
    *,
    level: float = 0.95,
) -> Mapping[float, Interval]:
    """Change of TAR at each FMR from one scoring of the same pairs to another, in the same resamples.

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    old = tar_at_fmr(before.genuine, before.impostor, fmrs)
    new = tar_at_fmr(after.genuine, after.impostor, fmrs)
    rows = [after.resampled(drawn, fmrs) - before.resampled(drawn, fmrs) for drawn in draws]
    columns = np.array(rows).reshape(-1, len(fmrs) + 1).T
    return {f: interval(new[f] - old[f], column, level) for f, column in zip(fmrs, columns, strict=False)}
