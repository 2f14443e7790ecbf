"""One-to-one comparison: ROC, TAR at FMR, EER. Similarities are cosines; higher is more alike.

Terms as in ISO/IEC 19795-1: the false match rate (FMR) is the share of impostor pairs that are accepted, the
true accept rate (TAR = 1 - FNMR) that of genuine pairs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.arrays import FloatArray, IntArray
from trainer.errors import DataError
from trainer.text import say

FMRS = (1e-2, 1e-3, 1e-4)
"""The rates that reports give."""

_MOST_PAIRS = 5_000_000
_ROWS = 1024


@dataclass(frozen=True, eq=False, slots=True)
class Scores:
    """Similarities of pairs.

    Attributes:
        genuine: Of two pictures of one identity.
        impostor: Of pictures of two identities.
    """

    genuine: FloatArray
    impostor: FloatArray


@dataclass(frozen=True, eq=False, slots=True)
class Roc:
    """The receiver operating characteristic, from the strictest threshold to the loosest.

    Attributes:
        fmr: False match rate at each threshold.
        tar: True accept rate at each threshold.
        thresholds: Similarities from which on a pair is accepted, descending.
    """

    fmr: FloatArray
    tar: FloatArray
    thresholds: FloatArray

    @property
    def fnmr(self) -> FloatArray:
        """False non-match rate at each threshold: over `fmr` it is the detection error trade-off (DET)."""
        return np.asarray(1 - self.tar)

    def at(self, fmrs: Sequence[float]) -> "Roc":
        """The curve at chosen false match rates only: the loosest threshold that does not exceed each."""
        rows = np.searchsorted(self.fmr, np.asarray(fmrs) * (1 + 1e-12), side="right") - 1
        return Roc(self.fmr[rows], self.tar[rows], self.thresholds[rows])

    @property
    def area(self) -> float:
        """Area under the curve: the chance that a genuine pair scores above an impostor pair."""
        return float(np.trapezoid(self.tar, self.fmr))


def pair_scores(
    embeddings: FloatArray, labels: IntArray, *, most: int = _MOST_PAIRS, seed: int = 0
) -> Scores:
    """Cosine similarities of all pairs; of a random sample where there are more than `most`.

    Args:
        embeddings: (N, D); scaled to unit length here.
        labels: Identities (N,).
        most: Pairs to look at.
        seed: Seed of the sample.
    """
    unit = unit_length(embeddings)
    count = len(unit)
    if count * (count - 1) // 2 <= most:
        return _all_pairs(unit, labels)
    return _sampled_pairs(unit, labels, most, np.random.default_rng(seed))


def unit_length(embeddings: FloatArray) -> FloatArray:
    """Embeddings (N, D) scaled to unit length, float32; all-zero rows stay zero."""
    rows = np.asarray(embeddings, dtype=np.float32)
    lengths: FloatArray = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-12))


def _all_pairs(unit: FloatArray, labels: IntArray) -> Scores:
    genuine, impostor = [], []
    for start in range(0, len(unit), _ROWS):
        block = unit[start : start + _ROWS] @ unit.T
        rows = np.arange(start, start + len(block))[:, None]
        upper = rows < np.arange(len(unit))
        same = labels[start : start + _ROWS, None] == labels
        genuine.append(block[upper & same])
        impostor.append(block[upper & ~same])
    empty = np.empty(0, np.float32)
    return Scores(np.concatenate([empty, *genuine]), np.concatenate([empty, *impostor]))


def _sampled_pairs(unit: FloatArray, labels: IntArray, most: int, chance: np.random.Generator) -> Scores:
    """Half of the sample from pairs of one identity (rare in a uniform draw), half from any two."""
    order = np.argsort(labels, kind="stable")
    _, starts, counts = np.unique(labels[order], return_index=True, return_counts=True)
    weights = counts * (counts - 1.0)
    genuine = np.empty(0, np.float32)
    if weights.sum() > 0:
        groups = chance.choice(
            len(counts), min(most // 2, int(weights.sum() // 2)), p=weights / weights.sum()
        )
        first = chance.integers(counts[groups])
        second = (first + 1 + chance.integers(counts[groups] - 1)) % counts[groups]
        genuine = _scores_of(unit, order[starts[groups] + first], order[starts[groups] + second])
    left, right = chance.integers(len(unit), size=(2, most // 2))
    differ = labels[left] != labels[right]
    return Scores(genuine, _scores_of(unit, left[differ], right[differ]))


def _scores_of(unit: FloatArray, left: IntArray, right: IntArray) -> FloatArray:
    parts = [
        np.einsum("nd,nd->n", unit[left[i : i + 65536]], unit[right[i : i + 65536]])
        for i in range(0, len(left), 65536)
    ]
    return np.concatenate([np.empty(0, np.float32), *parts])


def hardest_pairs(
    embeddings: FloatArray, labels: IntArray, count: int
) -> tuple[list[tuple[int, int, float]], list[tuple[int, int, float]]]:
    """The least similar genuine and the most similar impostor pairs, the hardest first: rows, and similarity.

    Args:
        embeddings: (N, D).
        labels: Identities (N,).
        count: Most pairs of a kind.
    """
    unit = unit_length(embeddings)
    kept: list[list[tuple[float, int, int]]] = [[], []]
    for start in range(0, len(unit), _ROWS):
        block = unit[start : start + _ROWS] @ unit.T
        rows = np.arange(start, start + len(block))[:, None]
        later = rows < np.arange(len(unit))
        same = labels[rows[:, 0], None] == labels
        for kind, (chosen, hardness) in enumerate(((later & same, block), (later & ~same, -block))):
            hard = np.where(chosen, hardness, np.inf).ravel()
            places = np.argpartition(hard, min(count, len(hard)) - 1)[:count]
            left, right = np.divmod(places[np.isfinite(hard[places])], len(unit))
            found = zip(hardness[left, right].tolist(), (left + start).tolist(), right.tolist(), strict=True)
            kept[kind] = sorted([*kept[kind], *found])[:count]
    genuine, impostor = kept
    return [(a, b, score) for score, a, b in genuine], [(a, b, -score) for score, a, b in impostor]


def tar_at_fmr(
    genuine: FloatArray, impostor: FloatArray, fmrs: Sequence[float] = FMRS
) -> Mapping[float, float]:
    """True accept rate at the loosest threshold whose false match rate does not exceed each of `fmrs`.

    Below one false match in all impostor pairs the threshold is the highest impostor score: nothing is
    extrapolated.

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    _require_both(genuine, impostor)
    ranked = np.sort(genuine)
    return {
        fmr: float(1 - np.searchsorted(ranked, threshold_at_fmr(impostor, fmr), side="right") / len(ranked))
        for fmr in fmrs
    }


def told_by(impostors: int) -> tuple[float, ...]:
    """Those of `FMRS` at which one of so many impostor pairs may match; the loosest, if none."""
    return tuple(fmr for fmr in FMRS if fmr * impostors >= 1 - 1e-9) or FMRS[:1]


def threshold_at_fmr(impostor: FloatArray, fmr: float) -> float:
    """The impostor score that a pair must exceed, so that at most a share `fmr` of impostors does."""
    allowed = int(np.floor(fmr * len(impostor) * (1 + 1e-12)))
    if allowed >= len(impostor):
        return float(-np.inf)
    place = len(impostor) - 1 - allowed
    return float(np.partition(impostor, place)[place])


def roc(genuine: FloatArray, impostor: FloatArray) -> Roc:
    """The curve through every distinct score, starting at (0, 0).

    Raises:
        DataError: There is no genuine or no impostor pair.
    """
    _require_both(genuine, impostor)
    scores = np.concatenate([genuine, impostor])
    is_genuine = np.concatenate([np.ones(len(genuine), bool), np.zeros(len(impostor), bool)])
    order = np.argsort(-scores, kind="stable")
    scores, is_genuine = scores[order], is_genuine[order]
    last = np.append(np.diff(scores) != 0, True)
    tar = np.cumsum(is_genuine)[last] / len(genuine)
    fmr = np.cumsum(~is_genuine)[last] / len(impostor)
    return Roc(np.append(0.0, fmr), np.append(0.0, tar), np.append(np.inf, scores[last]))


def equal_error_rate(curve: Roc) -> float:
    """Where the false match and the false non-match rate cross, interpolated between two thresholds."""
    gap = curve.fmr - (1 - curve.tar)
    after = int(np.argmax(gap >= 0))
    before = max(after - 1, 0)
    step = gap[after] - gap[before]
    share = -gap[before] / step if step > 0 else 0.0
    return float(curve.fmr[before] + share * (curve.fmr[after] - curve.fmr[before]))


def _require_both(genuine: FloatArray, impostor: FloatArray) -> None:
    if not len(genuine) or not len(impostor):
        kind = "impostor" if len(genuine) else "genuine"
        raise DataError(
            say("There is nothing to compare"),
            why=say("the data holds no {kind} pair", kind=kind),
            remedy=say("Give at least two identities, one of them with two pictures"),
        )
