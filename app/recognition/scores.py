"""How alike a probe and a person are: half the best exemplar, half the mean of them all.

The best exemplar knows people who look different at times, the mean of all knows what they have in common and
forgives a poor exemplar; together they miss fewer people than either (docs/deciding.md). The more exemplars
there are and the more they differ, the nearer any stranger comes to one of them or to their mean. What that
adds is taken off again, so that one threshold gives one false-match rate for 1 to 50 exemplars. With a single
exemplar the score is its cosine.

A probe that is like everybody, because it is poor or common, must be more like a person to be taken for
them, and so must any probe to be taken for a person who is like everybody. How much either is so is told by
the cosine with the mean face of a cohort (symmetric score normalisation in its simplest form; Auckenthaler,
Carey and Lloyd-Thomas 2000): one vector that travels with a model, and nobody's face. Where those enrolled
plainly have more in common than that cohort, their own mean joins it (`expected_of`).
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding
from app.domain.likeness import combined
from app.recognition.index import Ids, Index
from app.recognition.select import PROBES, inner_products, top

Scores = npt.NDArray[np.float32]
_CHANCE = 2.0
"""How often what chance explains is taken off the distance of two mean faces before it counts."""
_FEWEST = 8
"""People enrolled from whom on it is asked what they have in common."""


class Expected(NamedTuple):
    """The face to expect of anybody who asks.

    Attributes:
        mean: Mean embedding of many people (D,), shorter than 1; empty where it is not known.
        usual: The cosine with it that most faces have.
    """

    mean: Scores
    usual: float


def best_people(
    index: Index, probes: Embedding, keep: int, expected: Expected | None = None
) -> tuple[Ids, Scores]:
    """Find the people most like each probe; everybody is scored, so the result is exact.

    A person's score is made of two cosines, with the exemplar most like the probe and with their template
    (`Index.templates`), as `combined` says.

    Args:
        index: The enrolled faces.
        probes: Unit-length vectors (M, D).
        keep: How many people to return; fewer where fewer are enrolled.
        expected: As `everybody` has it.

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
        for probe, values in enumerate(everybody(index, wanted[start : start + PROBES], expected), start):
            rows[probe] = best = top(values, k)
            scores[probe] = values[best]
    return people[rows], scores


def everybody(index: Index, probes: Embedding, expected: Expected | None = None) -> Scores:
    """Score of each probe with each person of the index, of whom there is one at least.

    Args:
        index: The enrolled faces.
        probes: Unit-length vectors (M, D).
        expected: Who is more like this face than is usual scores less.

    Returns:
        (M, P), without the probes' own surplus, which is the same for all people.
    """
    groups, templates = index.by_person, index.templates
    best = inner_products(probes, index.vectors)[:, groups.rows]
    scores: Scores = np.maximum.reduceat(best, groups.starts, axis=1)
    scores = combined(scores, inner_products(probes, templates.vectors), templates.agreement)
    return scores if expected is None else np.asarray(scores - surplus(index.means, expected))


def surplus(faces: Embedding, expected: Expected) -> Scores:
    """How much more faces (..., D) are like everybody than most are (...): so much higher must scores be.

    Args:
        faces: Unit-length vectors, or means of some.
        expected: The face of everybody.
    """
    if not len(expected.mean):
        return np.zeros(faces.shape[:-1], np.float32)
    return np.asarray(faces @ expected.mean - np.float32(expected.usual))


def of_cohort(cohort: npt.ArrayLike) -> Expected:
    """Expect the people of a cohort, whose mean embedding is (D,), empty where it is not known."""
    mean = np.asarray(cohort, np.float32)
    return Expected(mean, float(mean @ mean))


def expected_of(index: Index, cohort: npt.ArrayLike) -> Expected:
    """Expect people of a cohort (D,), or, the clearer those enrolled differ from it, people like these.

    Where all who are enrolled have something in common (a family, a studio, a camera), strangers who are
    pictured like them mostly have it too, and it says nothing of who they are. The mean g of n people's means
    g_i is drawn towards the cohort's m by how much of its distance the chance of so few people explains, as
    James and Stein (1961) draw a mean, its positive part: x = m + max(0, 1 - 2 e / |g - m|^2) (g - m), where
    e = sum |g_i - g|^2 / (n (n - 1)) is the square of the distance that chance is expected to make. Both
    sides of a score taken from x, it is (q - x)(p - x) + m m: as high for strangers as it is in the cohort.
    Fewer than eight people tell nothing of it: what two twins have in common is who they are.
    """
    base = of_cohort(cohort)
    people = len(index.by_person.people)
    if not len(base.mean) or people < _FEWEST:
        return base
    own = index.means.mean(axis=0)
    chance = float(np.square(index.means - own).sum()) / (people * (people - 1))
    apart = float(np.square(own - base.mean).sum())
    share = max(0.0, 1 - _CHANCE * chance / apart) if apart else 0.0
    mean = np.asarray(base.mean + np.float32(share) * (own - base.mean))
    return Expected(mean, (float(mean @ mean) + base.usual) / 2)
