"""How sure a measured rate is: intervals from resampling identities, not pairs.

Pairs that share a person are not independent, so the person is what is drawn with replacement (Bolle et al.,
"Error analysis of pattern recognition systems: the subsets bootstrap", CVIU 2004).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.metrics.verification import FMRS, FloatArray, IntArray, tar_at_fmr, unit_length

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
    chance = np.random.default_rng(seed)
    kept = np.sort(chance.permutation(len(labels))[:MOST_PICTURES])
    pairs = _Pairs(unit_length(embeddings[kept]), np.unique(labels[kept], return_inverse=True)[1])
    measured = tar_at_fmr(pairs.scores[pairs.same], pairs.scores[~pairs.same], fmrs)
    resampled = [pairs.resampled_tar(chance, fmrs) for _ in range(replicates)]
    rows = np.array([row for row in resampled if row is not None]).reshape(-1, len(fmrs))
    tail = 100 * (1 - level) / 2
    bounds = np.percentile(rows, [tail, 100 - tail], axis=0) if len(rows) else np.full((2, len(fmrs)), np.nan)
    return {
        f: Interval(measured[f], float(low), float(high))
        for f, (low, high) in zip(fmrs, bounds.T, strict=True)
    }


class _Pairs:
    """All pairs, best score first, so that a resample is a weighting of one fixed order."""

    def __init__(self, unit: FloatArray, labels: IntArray) -> None:
        left, right = np.triu_indices(len(unit), 1)
        scores = (unit @ unit.T)[left, right]
        order = np.argsort(-scores, kind="stable")
        self.scores = scores[order]
        self._left, self._right = labels[left[order]], labels[right[order]]
        self.same = self._left == self._right
        self._identities = int(labels.max()) + 1

    def resampled_tar(self, chance: np.random.Generator, fmrs: Sequence[float]) -> list[float] | None:
        """TAR in one resample of the identities, or None where it holds no pair of a kind."""
        drawn = chance.integers(self._identities, size=self._identities)
        weights = np.bincount(drawn, minlength=self._identities)
        genuine = np.cumsum(np.where(self.same, weights[self._left], 0))
        impostor = np.cumsum(np.where(self.same, 0, weights[self._left] * weights[self._right]))
        if not genuine[-1] or not impostor[-1]:
            return None
        accepted = [int(np.searchsorted(impostor, f * impostor[-1], side="right")) for f in fmrs]
        return [float(genuine[a - 1] / genuine[-1]) if a else 0.0 for a in accepted]
