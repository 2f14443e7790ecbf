"""The enrolled faces as the recogniser compares them: immutable snapshots, person by person.

Leaving faces out returns a new `Index` and leaves the old one as it was; both share the vectors.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding, Floats

Ids = npt.NDArray[np.int64]
_UNIT_TOLERANCE = 1e-3
_LEAST_WEIGHT = 0.05
"""Weight of an exemplar of no quality at all: it still counts when there is no better one."""
_LEAST_AGREEMENT = 1e-3
"""Length of a mean below which it has no direction."""


@dataclass(frozen=True, eq=False)
class Index:
    """A snapshot of the enrolled faces. Make one with `Index.build`.

    Rows that were removed stay; `alive` tells them apart.

    Attributes:
        all_faces: Face identifier of each row, int64 (R,).
        all_people: Person of each row, int64 (R,).
        all_weights: Quality of each row, 0 to 1, float32 (R,).
        vectors: Vector of each row, float32 (R, D); read only.
        alive: Which rows count, bool (R,).
    """

    all_faces: Ids
    all_people: Ids
    all_weights: npt.NDArray[np.float32]
    vectors: Embedding
    alive: npt.NDArray[np.bool_]

    @classmethod
    def build(
        cls, faces: npt.ArrayLike, people: npt.ArrayLike, vectors: npt.ArrayLike, weights: npt.ArrayLike
    ) -> "Index":
        """Index faces.

        Args:
            faces: Distinct face identifiers (N,).
            people: The person each belongs to (N,).
            vectors: Unit-length embeddings (N, D); N may be 0.
            weights: Quality of each face, 0 to 1 (N,).

        Raises:
            ValueError: Lengths differ, a face comes twice, or a vector is not of unit length.
        """
        rows = _checked(faces, people, vectors, weights)
        return cls(rows.faces, rows.people, rows.weights, rows.vectors, np.ones(len(rows.faces), bool))

    def __len__(self) -> int:
        return int(np.count_nonzero(self.alive))

    @cached_property
    def by_person(self) -> "Groups":
        """The living rows, person by person."""
        rows = np.flatnonzero(self.alive)
        rows = rows[np.argsort(self.all_people[rows], kind="stable")]
        people, starts, counts = np.unique(self.all_people[rows], return_index=True, return_counts=True)
        return Groups(people, rows, starts, counts)

    @cached_property
    def means(self) -> Embedding:
        """Mean of each person's exemplars (P, D), weighted by quality, in the order of `by_person.people`."""
        groups = self.by_person
        if not len(groups.people):
            return np.zeros((0, self.vectors.shape[1]), np.float32)
        weights = np.maximum(self.all_weights[groups.rows], _LEAST_WEIGHT)
        weights /= np.repeat(np.add.reduceat(weights, groups.starts), groups.counts)
        found: Embedding = np.add.reduceat(self.vectors[groups.rows] * weights[:, None], groups.starts)
        return found

    @cached_property
    def templates(self) -> "Templates":
        """What each person's exemplars have in common, in the order of `by_person.people`."""
        agreement = np.clip(np.linalg.norm(self.means, axis=1), _LEAST_AGREEMENT, 1)
        return Templates(self.means / agreement[:, None], agreement)

    def remove(self, faces: npt.ArrayLike) -> "Index":
        """Return a snapshot without these faces; those it does not hold are ignored."""
        return replace(self, alive=self.alive & ~np.isin(self.all_faces, np.asarray(faces, np.int64)))

    def lighter(self, faces: Collection[int], share: float) -> "Index":
        """Return a snapshot in whose templates these faces weigh only a share of what they did."""
        less = np.isin(self.all_faces, np.fromiter(faces, np.int64))
        return replace(self, all_weights=np.where(less, share * self.all_weights, self.all_weights))

    def checked_probes(self, probes: Embedding) -> Embedding:
        """Return probes as contiguous float32 (M, D); raise ValueError if they are not that or not finite."""
        wanted = np.ascontiguousarray(probes, np.float32)
        if wanted.ndim != 2 or wanted.shape[1] != self.vectors.shape[1]:
            raise ValueError(f"probes of shape {wanted.shape} for vectors of shape {self.vectors.shape}")
        if not np.isfinite(wanted).all():
            raise ValueError("a probe is not finite")
        return wanted


class Groups(NamedTuple):
    """Rows of an index, person by person.

    Attributes:
        people: Their identifiers, ascending (P,).
        rows: Row numbers, those of one person together (N,).
        starts: Where each person's begin in `rows` (P,).
        counts: How many each person has (P,).
    """

    people: Ids
    rows: npt.NDArray[np.intp]
    starts: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]


class Templates(NamedTuple):
    """The mean of each person's exemplars, weighted by quality.

    Attributes:
        vectors: Its direction, unit-length float32 (P, D); all zero where exemplars cancel each other out.
        agreement: Its length before that, float32 (P,): 1 where all exemplars are the same, and the less the
            more they differ.
    """

    vectors: Embedding
    agreement: npt.NDArray[np.float32]


class _Rows(NamedTuple):
    faces: Ids
    people: Ids
    vectors: Embedding
    weights: npt.NDArray[np.float32]


def _checked(
    faces: npt.ArrayLike, people: npt.ArrayLike, vectors: npt.ArrayLike, weights: npt.ArrayLike
) -> _Rows:
    rows = _Rows(
        np.array(faces, np.int64),
        np.array(people, np.int64),
        np.array(vectors, np.float32),
        np.array(weights, np.float32),
    )
    length = rows.vectors.shape[:1]
    if rows.vectors.ndim != 2 or not rows.faces.shape == rows.people.shape == rows.weights.shape == length:
        raise ValueError("one face, person, vector and weight for each row are needed")
    if len(np.unique(rows.faces)) != len(rows.faces):
        raise ValueError("a face comes twice")
    if not _are_unit(rows.vectors):
        raise ValueError("a vector is not finite or not of unit length")
    rows.vectors.flags.writeable = False
    return rows


def _are_unit(vectors: Floats) -> bool:
    squares = np.einsum("ij,ij->i", vectors, vectors)
    return bool(np.all(np.abs(squares - 1) < _UNIT_TOLERANCE))  # false for NaN too
