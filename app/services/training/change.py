"""How much a rate changed over several trials, and between what bounds chance leaves it.

Each trial has a model of its own, and so a threshold of its own: a shift of all scores between two trials is
no loss. Pairs that share a person are not independent, so people are drawn with replacement, the same draw in
all trials and for both models (Bolle et al., "Error analysis of pattern recognition systems: the subsets
bootstrap", CVIU 2004).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding
from app.domain.training import Change
from trainer.metrics import FMRS, tar_at_fmr

Ids = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_REPLICATES = 200
_LEVEL = 0.9
"""Share of the replicates between the bounds."""
_MEASURED = 10
"""Pairs of strangers that must stand behind a rate, in each trial, for it to be measured."""
_WORST, _CLOSEST = 0.05, 0.01
"""Shares of genuine and of impostor scores between which the gap is measured."""
_TOP = 8
"""How many times as many of the highest impostor scores as a rate lets pass are kept: resampling moves it."""


@dataclass(slots=True)
class Comparisons:
    """Pairs of faces of one trial, scored by the old and by the new model.

    Attributes:
        before: Cosines under the old model (n,).
        after: Cosines of the same pairs under the new one (n,).
        left: The person of one face of each pair (n,).
        right: The person of the other (n,).
    """

    before: Scores = field(default_factory=lambda: np.empty(0, np.float32))
    after: Scores = field(default_factory=lambda: np.empty(0, np.float32))
    left: Ids = field(default_factory=lambda: np.empty(0, np.int64))
    right: Ids = field(default_factory=lambda: np.empty(0, np.int64))

    @classmethod
    def of(cls, old: Embedding, new: Embedding, people: Ids, pairs: tuple[Ids, Ids]) -> "Comparisons":
        """Score pairs of rows under both models' embeddings (N, D)."""
        a, b = pairs
        before, after = (np.einsum("nd,nd->n", vectors[a], vectors[b]) for vectors in (old, new))
        return cls(before, after, people[a], people[b])

    @property
    def same(self) -> Mask:
        """Which pairs are of one person (n,)."""
        return np.asarray(self.left == self.right)

    @property
    def usable(self) -> bool:
        """Whether there are pairs of one person and pairs of two."""
        return bool(self.same.any() and not self.same.all())

    @property
    def impostors(self) -> int:
        """How many pairs are of two people."""
        return int((~self.same).sum())

    def tars(self, scores: Scores, fmrs: Sequence[float] = FMRS) -> list[float]:
        """TAR at each FMR of one model's scores."""
        return list(tar_at_fmr(scores[self.same], scores[~self.same], fmrs).values())


def mean_tars(trials: Sequence[Comparisons], fmrs: Sequence[float] = FMRS) -> tuple[list[float], list[float]]:
    """TAR before and after at each FMR, averaged over trials that each have thresholds of their own."""
    before = np.mean([trial.tars(trial.before, fmrs) for trial in trials], axis=0)
    after = np.mean([trial.tars(trial.after, fmrs) for trial in trials], axis=0)
    return before.tolist(), after.tolist()


def tar_change(trials: Sequence[Comparisons], fmr: float) -> Change:
    """How much TAR at an FMR changed.

    Args:
        trials: Each usable.
        fmr: Above 0.
    """
    (before,), (after,) = mean_tars(trials, [fmr])
    people = _everyone(trials)
    found = [_TarChange(trial, people, fmr) for trial in trials]
    behind = [fmr * trial.impostors for trial in trials]
    low, high = _bounds(found, len(people))
    return Change(after - before, low, high, float(sum(behind)), min(behind) >= _MEASURED)


def gap_change(trials: Sequence[Comparisons]) -> Change:
    """How much farther the worst pairs of one person lie above the closest pairs of two, in cosine.

    That is the gap between the means of the lowest 5 % of genuine and of the highest 1 % of impostor scores:
    it still tells two models apart where neither misses a face.

    Args:
        trials: Each usable.
    """
    people = _everyone(trials)
    found = [_GapChange(trial, people) for trial in trials]
    value = _mean([one(np.ones(len(people))) for one in found])
    low, high = _bounds(found, len(people))
    return Change(value, low, high, float(sum(trial.impostors for trial in trials)), measured=True)


def _everyone(trials: Sequence[Comparisons]) -> Ids:
    return np.unique(np.concatenate([side for trial in trials for side in (trial.left, trial.right)]))


def _bounds(changes: Sequence[Callable[[Floats], float]], people: int) -> tuple[float, float]:
    """Interval of the mean of changes, each a function of how often each of the people was drawn (P,)."""
    rng = np.random.default_rng(0)
    draws = (
        np.bincount(rng.integers(people, size=people), minlength=people).astype(float)
        for _ in range(_REPLICATES)
    )
    values = [_mean([change(drawn) for change in changes]) for drawn in draws]
    tail = (1 - _LEVEL) / 2
    low, high = np.nanquantile(values, [tail, 1 - tail])
    return float(low), float(high)


def _mean(values: Sequence[float]) -> float:
    """The mean over the trials in which a draw left pairs of both kinds; 0 where there is none."""
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else 0.0


class _Pairs:
    """Pairs of one trial, weighted by how often their people were drawn."""

    def __init__(self, trial: Comparisons, people: Ids) -> None:
        same = trial.same
        left, right = np.searchsorted(people, trial.left), np.searchsorted(people, trial.right)
        self._genuine = left[same]
        self._left, self._right = left[~same], right[~same]

    def weigh(self, drawn: Floats) -> tuple[Floats, Floats]:
        """How often each genuine and each impostor pair counts."""
        return drawn[self._genuine], drawn[self._left] * drawn[self._right]


class _TarChange(_Pairs):
    """Change of TAR at one FMR in one trial, as people are drawn."""

    def __init__(self, trial: Comparisons, people: Ids, fmr: float) -> None:
        super().__init__(trial, people)
        self._fmr, same = fmr, trial.same
        self._sides = [_ranked(scores[same], scores[~same], fmr) for scores in (trial.before, trial.after)]

    def __call__(self, drawn: Floats) -> float:
        genuine, impostor = self.weigh(drawn)
        if not genuine.any() or not impostor.any():
            return float("nan")
        allowed = self._fmr * impostor.sum()
        before, after = (
            _accepted(genuine, impostor[highest], ranks, allowed) for highest, ranks in self._sides
        )
        return after - before


def _ranked(genuine: Scores, impostor: Scores, fmr: float) -> tuple[Ids, Ids]:
    """The highest impostor scores' places, falling, and how many of these are at least each genuine score."""
    count = min(len(impostor), int(_TOP * fmr * len(impostor)) + _TOP * _MEASURED)
    highest = np.argpartition(-impostor, count - 1)[:count]
    highest = highest[np.argsort(-impostor[highest], kind="stable")]
    ranks = np.searchsorted(-impostor[highest], -genuine, side="right")
    return highest, np.asarray(ranks, np.int64)


def _accepted(genuine: Floats, highest: Floats, ranks: Ids, allowed: float) -> float:
    """Weighted share of genuine pairs that no more than `allowed` impostor pairs reach."""
    passed = np.concatenate([[0.0], np.cumsum(highest)])
    return float(genuine[passed[ranks] <= allowed].sum() / genuine.sum())


class _GapChange(_Pairs):
    """Change of the gap between genuine and impostor scores in one trial, as people are drawn."""

    def __init__(self, trial: Comparisons, people: Ids) -> None:
        super().__init__(trial, people)
        self._sides = [
            (_sorted(scores[trial.same]), _sorted(-scores[~trial.same]))
            for scores in (trial.before, trial.after)
        ]

    def __call__(self, drawn: Floats) -> float:
        genuine, impostor = self.weigh(drawn)
        if not genuine.any() or not impostor.any():
            return float("nan")
        before, after = (
            _tail(own, genuine, _WORST) + _tail(other, impostor, _CLOSEST) for own, other in self._sides
        )
        return after - before


def _sorted(scores: Scores) -> tuple[Ids, Scores]:
    """Places of scores in rising order, and the scores in it."""
    order = np.argsort(scores, kind="stable")
    return order, scores[order]


def _tail(rising: tuple[Ids, Scores], weights: Floats, share: float) -> float:
    """Weighted mean of the lowest share of the scores."""
    order, scores = rising
    weighed = weights[order]
    passed = np.cumsum(weighed)
    inside = np.where(passed - weighed < share * passed[-1], weighed, 0)
    return float((inside * scores).sum() / inside.sum())
