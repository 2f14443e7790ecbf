"""How alike a probe and a person are: half the best exemplar, half the mean of them all.

The best exemplar knows people who look different at times, the mean of all knows what they have in common and
forgives a poor exemplar; together they miss fewer people than either (docs/deciding.md). The more exemplars
there are and the more they differ, the nearer any stranger comes to one of them or to their mean. What that
adds is taken off again, so that one threshold gives one false-match rate for 1 to 50 exemplars. With a single
exemplar the score is its cosine.

A probe that is like everybody, because it is poor or common, must be more like a person to be taken for
them. How much it is so is told by its cosine with the mean face of a cohort (score normalisation in its
simplest form; Auckenthaler, Carey and Lloyd-Thomas 2000): one vector that travels with a model, and nobody's
face.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding
from app.domain.likeness import combined
from app.recognition.index import Ids, Index
from app.recognition.select import PROBES, inner_products, top

Scores = npt.NDArray[np.float32]


def best_people(index: Index, probes: Embedding, keep: int) -> tuple[Ids, Scores]:
    """Find the people most like each probe; everybody is scored, so the result is exact.

    A person's score is made of two cosines, with the exemplar most like the probe and with their template
    (`Index.templates`), as `combined` says.

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
    people = index.by_person.people
    k = min(keep, len(people))
    rows, scores = np.empty((len(wanted), k), np.intp), np.empty((len(wanted), k), np.float32)
    for start in range(0, len(wanted) if k else 0, PROBES):
        for probe, values in enumerate(everybody(index, wanted[start : start + PROBES]), start):
            rows[probe] = best = top(values, k)
            scores[probe] = values[best]
    return people[rows], scores


def everybody(index: Index, probes: Embedding) -> Scores:
    """Score of each probe (M, D) with each person of the index, of whom there is one at least: (M, P)."""
    groups, templates = index.by_person, index.templates
    best = inner_products(probes, index.vectors)[:, groups.rows]
    scores: Scores = np.maximum.reduceat(best, groups.starts, axis=1)
    return combined(scores, inner_products(probes, templates.vectors), templates.agreement)


def surplus(probes: Embedding, cohort: Sequence[float]) -> Scores:
    """How much more each probe is like everybody than most are (M,): so much higher must its score be.

    Args:
        probes: Unit-length vectors (M, D).
        cohort: Mean embedding of many people (D,), shorter than 1; empty where it is not known.
    """
    if not len(cohort):
        return np.zeros(len(probes), np.float32)
    mean = np.asarray(cohort, np.float32)
    return np.asarray(probes @ mean - mean @ mean)
