"""Galleries of test people, and what a rule makes of them: probes of the people enrolled, and strangers."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.recognition.index import Index
from tests.bench.face_set import FaceSet


class Asked(NamedTuple):
    """Probes against a gallery.

    Attributes:
        index: Everybody enrolled, numbered as `FaceSet.numbers` does.
        probes: Rows of the faces that are not enrolled (M,).
        own: Which of the enrolled each probe shows (M,), as a place in `index.by_person.people`.
    """

    index: Index
    probes: np.ndarray
    own: np.ndarray


def enrol(faces: FaceSet, count: int, rng: np.random.Generator) -> Asked:
    """Enrol everybody with `count` faces (one fewer than they have, where they have no more)."""
    ids = faces.numbers
    exemplars = np.concatenate(
        [rng.permutation(rows)[: min(count, len(rows) - 1)] for rows in rows_by_person(ids)]
    )
    index = Index.build(exemplars, ids[exemplars], faces.vectors[exemplars], faces.weights[exemplars])
    probes = np.setdiff1d(np.arange(len(ids)), exemplars)
    return Asked(index, probes, np.searchsorted(index.by_person.people, ids[probes]))


def rows_by_person(ids: np.ndarray) -> list[np.ndarray]:
    """Rows of each person's faces."""
    return [np.flatnonzero(ids == one) for one in np.unique(ids)]


def halves(faces: FaceSet, seeds: int) -> Iterator[tuple[FaceSet, FaceSet]]:
    """Split the people of each folder into those to tune on and those to test on, again and again."""
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        tuned = np.concatenate([_half(faces, group, rng) for group in np.unique(faces.groups)])
        mask = np.isin(faces.people, tuned)
        yield faces.only(mask), faces.only(~mask)


def _half(faces: FaceSet, group: str, rng: np.random.Generator) -> np.ndarray:
    people = rng.permutation(np.unique(faces.people[faces.groups == group]))
    return people[: len(people) // 2]
