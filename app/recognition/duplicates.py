"""Whether somebody new is a person who is enrolled already.

Samples of one person are compared with everybody, and the mean of their scores counts: a single lucky pair
says nothing. How alike they are is said as a rate: how many strangers would be so like this very person, by
the model's calibration of single faces with people. The mean of several scores scatters less than one, so
fewer strangers reach it than are said to (`tests/bench/measure_duplicates.py`).
"""

from math import log10
from typing import NamedTuple

import numpy as np

from app.domain.arrays import Embedding
from app.domain.decision import Thresholds
from app.recognition.index import Index
from app.recognition.scores import everybody, expected_of, surplus

RATE = 1e-4
"""Strangers as a share of all who would be taken for a person, at which somebody new is asked about."""
_LEAST = 1e-6
"""Rate below which a calibration says nothing more."""


class Likeness(NamedTuple):
    """A person whom samples are like.

    Attributes:
        person: Their identifier.
        score: How alike, on the scale of cosines.
        rate: Share of strangers who would be so like them.
    """

    person: int
    score: float
    rate: float


def most_alike(index: Index, samples: Embedding, thresholds: Thresholds) -> list[Likeness]:
    """Compare samples of one person with everybody enrolled, the most alike first.

    Args:
        index: Everybody enrolled.
        samples: Unit-length vectors (N, D) of one person; at least one.
        thresholds: The model's calibration.

    Raises:
        ValueError: The samples are not (N, D) or not finite.
    """
    if not len(index):
        return []
    probes = index.checked_probes(samples)
    expected = expected_of(index, thresholds.cohort)
    scores = (everybody(index, probes, expected) - surplus(probes, expected)[:, None]).mean(axis=0)
    order = np.argsort(-scores, kind="stable")
    people, found = index.by_person.people[order].tolist(), scores[order].tolist()
    return [Likeness(*pair, rate_of(thresholds, pair[1])) for pair in zip(people, found, strict=True)]


def rate_of(thresholds: Thresholds, score: float) -> float:
    """Share of strangers who reach this score with a person, from 1 down to one in a million.

    It is linear in log10 between measured points, and goes on along the outermost segments beyond them.
    """
    measured = thresholds.for_names
    decades = np.array([-log10(rate) for rate, _ in measured])
    scores = np.array([value for _, value in measured])
    if len(scores) < 2 or scores[-1] <= scores[0]:
        return measured[-1][0] if score >= scores[-1] else 1.0
    segment = int(np.clip(np.searchsorted(scores, score) - 1, 0, len(scores) - 2))
    slope = (decades[segment + 1] - decades[segment]) / max(scores[segment + 1] - scores[segment], 1e-6)
    decade = float(decades[segment] + slope * (score - scores[segment]))
    return float(10 ** -np.clip(decade, 0, -log10(_LEAST)))
