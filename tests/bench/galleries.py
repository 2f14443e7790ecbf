"""Galleries of test people, and what a rule makes of them: probes of the people enrolled, and strangers."""

from typing import NamedTuple

import numpy as np

from app.recognition.index import Index
from tests.bench.face_set import FaceSet


class Asked(NamedTuple):
    """Probes against a gallery.

    Attributes:
        gallery: Everybody enrolled, numbered as `FaceSet.numbers` does.
        probes: Rows of the faces that are not enrolled (M,).
        own: Which of the enrolled each probe shows (M,), as a place in `gallery.by_person.people`.
    """

    gallery: Index
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


def folds(faces: FaceSet, count: int = 8, seed: int = 0) -> np.ndarray:
    """The fold of each person (P,), 0 to count - 1: those of one folder are dealt out evenly."""
    ids = faces.numbers
    groups = np.array([faces.groups[rows[0]] for rows in rows_by_person(ids)])
    order = np.random.default_rng(seed).permutation(len(groups))
    order = order[np.argsort(groups[order], kind="stable")]
    found = np.empty(len(groups), int)
    found[order] = np.arange(len(groups)) % count
    return found
