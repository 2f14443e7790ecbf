"""Scores of faces with people they are not, drawn as galleries have them: with 1 to 50 exemplars a person.

Each person counts alike, enrolled or as a stranger, however many faces there are of them: a stranger who was
photographed sixty times is still one stranger.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding, Floats
from app.recognition.index import Ids, Index
from app.recognition.scores import everybody, expected_of, surplus

MOST_EXEMPLARS = 50
_PROBES = 4
"""Faces of each person that ask in each round."""


class Draw(NamedTuple):
    """Rows of faces: who is enrolled with which, and who asks.

    Attributes:
        exemplars: Enrolled (E,).
        probes: Asking (M,).
    """

    exemplars: npt.NDArray[np.intp]
    probes: npt.NDArray[np.intp]


def draws(people: Ids, rounds: int, seed: int = 0) -> Iterator[Draw]:
    """Draw galleries of everybody: as many exemplars as chance says, few as often as many.

    Args:
        people: The person of each face (N,).
        rounds: How many galleries.
        seed: Seed of the random draws.
    """
    rng = np.random.default_rng(seed)
    rows = [np.flatnonzero(people == person) for person in np.unique(people)]
    for _ in range(rounds):
        counts = [int(min(len(mine), MOST_EXEMPLARS) ** rng.random() + 0.5) for mine in rows]
        exemplars = [rng.choice(mine, count, replace=False) for mine, count in zip(rows, counts, strict=True)]
        yield Draw(np.concatenate(exemplars), np.concatenate([rng.choice(mine, _PROBES) for mine in rows]))


def stranger_scores(
    vectors: Embedding, people: Ids, weights: Floats, drawn: Iterator[Draw], cohort: Sequence[float] = ()
) -> tuple[Floats, Ids]:
    """Score each asking face with everybody it is not, less its surplus.

    Args:
        vectors: Embeddings (N, D) of faces of two people or more.
        people: The person of each face (N,).
        weights: Quality of each (N,).
        drawn: Who is enrolled and who asks.
        cohort: As `surplus` has it.

    Returns:
        Scores (n,), and of each the person who asks and the one compared with (n, 2).
    """
    found, pairs = [], []
    for exemplars, probes in drawn:
        index = Index.build(exemplars, people[exemplars], vectors[exemplars], weights[exemplars])
        enrolled = index.by_person.people
        expected = expected_of(index, cohort)
        scores = everybody(index, vectors[probes], expected) - surplus(vectors[probes], expected)[:, None]
        probe, person = np.nonzero(people[probes][:, None] != enrolled)
        found.append(scores[probe, person])
        pairs.append(np.stack([people[probes][probe], enrolled[person]], axis=1))
    return np.concatenate(found), np.concatenate(pairs)


def mean_face(vectors: Embedding, people: Ids) -> Floats:
    """Mean of embeddings (N, D) in which each person counts alike (D,)."""
    means = [vectors[people == person].mean(axis=0) for person in np.unique(people)]
    return np.asarray(np.mean(means, axis=0))
