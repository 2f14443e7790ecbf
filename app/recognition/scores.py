"""How alike a probe and a person are: the half of their exemplars most like it, weighted by quality.

One best exemplar would let strangers pass more often the more faces a person has, and one average of all of
them would miss people who look different at times. The better half does neither: with 1 to 50 exemplars a
person the measured rate of false names stays near the one that the threshold promises.
"""

import numpy as np
import numpy.typing as npt

from app.core.types import Embedding
from app.recognition.index import Groups, Ids, Index
from app.recognition.select import PROBES, inner_products

_MOST = 16
"""Exemplars of a person that count at most."""
_LEAST_WEIGHT = 0.05
"""Weight of an exemplar of no quality at all: it still counts when there is no better one."""
_ROUNDING = np.float32(1e-6)

Scores = npt.NDArray[np.float32]


def best_people(index: Index, probes: Embedding, keep: int) -> tuple[Ids, Scores]:
    """Find the people most like each probe.

    A person's score is the quality-weighted mean similarity of the better half of their exemplars (rounded
    up, 16 at most). It cannot exceed the similarity of the best exemplar, so the `keep` people with the best
    exemplars are scored first, and then only those whose best exemplar reaches the lowest of these scores:
    the result is exact.

    Args:
        index: The enrolled faces.
        probes: Unit-length vectors (M, D).
        keep: How many people to return; fewer where fewer are enrolled.

    Returns:
        People (M, k), best first and the lower identifier first among equals, and their scores (M, k).

    Raises:
        ValueError: The probes are not (M, D) or not finite.
    """
    wanted = index.checked_probes(probes)
    k = min(keep, len(index.by_person.people))
    people, scores = np.empty((len(wanted), k), np.int64), np.empty((len(wanted), k), np.float32)
    for start in range(0, len(wanted) if k else 0, PROBES):
        block = slice(start, start + PROBES)
        people[block], scores[block] = _best_of(index, inner_products(wanted[block], index.vectors), k)
    return people, scores


def _best_of(index: Index, similarities: Scores, k: int) -> tuple[Ids, Scores]:
    groups = index.by_person
    similarities = similarities[:, groups.rows]
    weights = np.maximum(index.all_weights[groups.rows], _LEAST_WEIGHT)
    peaks = np.maximum.reduceat(similarities, groups.starts, axis=1)
    leaders = np.argpartition(-peaks, k - 1, axis=1)[:, :k]
    probe = np.repeat(np.arange(len(peaks)), k)
    bound = _score(similarities, weights, groups, probe, leaders.ravel()).reshape(-1, k).min(axis=1)
    probe, person = np.nonzero(peaks >= bound[:, None] - _ROUNDING)
    scores = _score(similarities, weights, groups, probe, person)
    order = np.lexsort((person, -scores, probe))
    firsts = np.searchsorted(probe, np.arange(len(peaks)))
    chosen = order[firsts[:, None] + np.arange(k)]
    return groups.people[person[chosen]], scores[chosen]


def _score(
    similarities: Scores,
    weights: Scores,
    groups: Groups,
    probe: npt.NDArray[np.intp],
    person: npt.NDArray[np.intp],
) -> Scores:
    """Scores of pairs of a probe and a person (P,), in one pass over all their exemplars."""
    counts = groups.counts[person]
    ends = np.cumsum(counts)
    pair = np.repeat(np.arange(len(counts)), counts)
    rank = np.arange(len(pair)) - (ends - counts)[pair]  # 0, 1, ... within each pair
    column = groups.starts[person][pair] + rank
    values = similarities[probe[pair], column]
    counted = np.minimum((counts + 1) // 2, _MOST)
    order = np.lexsort((-values, pair))[rank < counted[pair]]
    weight = weights[column[order]]
    total = np.bincount(pair[order], weight, len(counts))
    return (np.bincount(pair[order], weight * values[order], len(counts)) / total).astype(np.float32)
