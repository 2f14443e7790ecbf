"""Exact nearest-neighbour search over the gallery's embeddings, in immutable snapshots.

A change returns a new `Index` and leaves the old one as it was, so a reader keeps working on the snapshot
it holds while the writer swaps the reference. Snapshots share one growing buffer of vectors: adding writes
behind the rows that older snapshots see, removing only marks rows, so neither copies the vectors except when
the buffer is full or a quarter of it is dead. The rest of a snapshot is small and copied on each change.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from threading import Lock
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding, Floats
from app.recognition.select import top_rows

Ids = npt.NDArray[np.int64]
_MAX_DEAD = 0.25
"""Share of removed rows above which the vectors are copied together."""
_ROOM = 256
"""Rows that even an empty buffer has room for."""
_UNIT_TOLERANCE = 1e-3
_LEAST_WEIGHT = 0.05
"""Weight of an exemplar of no quality at all: it still counts when there is no better one."""
_LEAST_AGREEMENT = 1e-3
"""Length of a mean below which it has no direction."""


class Neighbours(NamedTuple):
    """The most similar faces of each probe, best first; equal similarities keep the order of adding.

    Attributes:
        faces: Face identifiers (M, k).
        people: The people they belong to (M, k).
        similarities: Cosine similarities (M, k), float32.
    """

    faces: Ids
    people: Ids
    similarities: npt.NDArray[np.float32]


class _Buffer:
    """Rows of vectors that only ever grow; every snapshot reads a prefix of it."""

    def __init__(self, *parts: Embedding) -> None:
        self._used = sum(map(len, parts))
        self._rows = np.empty((self._used + self._used // 2 + _ROOM, parts[0].shape[1]), np.float32)
        np.concatenate(parts, out=self._rows[: self._used])
        self._lock = Lock()

    def view(self, rows: int) -> Embedding:
        return self._rows[:rows]

    def append(self, seen: int, vectors: Embedding) -> "_Buffer":
        """Write behind row `seen`: here if nobody has written there and there is room, else in a copy."""
        with self._lock:
            if seen == self._used and seen + len(vectors) <= len(self._rows):
                self._rows[seen : seen + len(vectors)] = vectors
                self._used += len(vectors)
                return self
        return _Buffer(self.view(seen), vectors)


@dataclass(frozen=True, eq=False)
class Index:
    """A snapshot of the enrolled faces. Make one with `Index.build`.

    Rows that were removed stay until a later change copies the rest together; `alive` tells them apart.

    Attributes:
        dimension: Length of a vector, D.
        all_faces: Face identifier of each row, int64 (R,).
        all_people: Person of each row, int64 (R,).
        all_weights: Quality of each row, 0 to 1, float32 (R,).
        alive: Which rows count, bool (R,).
    """

    dimension: int
    all_faces: Ids
    all_people: Ids
    all_weights: npt.NDArray[np.float32]
    alive: npt.NDArray[np.bool_]
    _buffer: _Buffer

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
        return cls(
            rows.vectors.shape[1],
            rows.faces,
            rows.people,
            rows.weights,
            np.ones(len(rows.faces), bool),
            _Buffer(rows.vectors),
        )

    def __len__(self) -> int:
        return int(np.count_nonzero(self.alive))

    @property
    def vectors(self) -> Embedding:
        """Every row's vector, removed ones included, float32 (R, D); read only."""
        view = self._buffer.view(len(self.alive))
        view.flags.writeable = False
        return view

    @cached_property
    def by_person(self) -> "Groups":
        """The living rows, person by person."""
        rows = np.flatnonzero(self.alive)
        rows = rows[np.argsort(self.all_people[rows], kind="stable")]
        people, starts, counts = np.unique(self.all_people[rows], return_index=True, return_counts=True)
        return Groups(people, rows, starts, counts)

    @cached_property
    def templates(self) -> "Templates":
        """What each person's exemplars have in common, in the order of `by_person.people`."""
        groups = self.by_person
        weights = np.maximum(self.all_weights[groups.rows], _LEAST_WEIGHT)
        totals = np.add.reduceat(weights, groups.starts) if len(groups.people) else weights
        weights /= np.repeat(totals, groups.counts)
        means = np.zeros((len(groups.people), self.dimension), np.float32)
        if len(means):
            means = np.add.reduceat(self.vectors[groups.rows] * weights[:, None], groups.starts)
        agreement = np.clip(np.linalg.norm(means, axis=1), _LEAST_AGREEMENT, 1)
        return Templates(means / agreement[:, None], agreement)

    def add(
        self, faces: npt.ArrayLike, people: npt.ArrayLike, vectors: npt.ArrayLike, weights: npt.ArrayLike
    ) -> "Index":
        """Return a snapshot with these faces too; arguments and errors as `build`."""
        new = _checked(faces, people, vectors, weights)
        if new.vectors.shape[1] != self.dimension:
            raise ValueError(f"vectors of length {new.vectors.shape[1]} in an index of {self.dimension}")
        if np.isin(new.faces, self.all_faces[self.alive]).any():
            raise ValueError("a face is in the index already")
        return Index(
            self.dimension,
            np.concatenate([self.all_faces, new.faces]),
            np.concatenate([self.all_people, new.people]),
            np.concatenate([self.all_weights, new.weights]),
            np.concatenate([self.alive, np.ones(len(new.faces), bool)]),
            self._buffer.append(len(self.alive), new.vectors),
        )

    def remove(self, faces: npt.ArrayLike) -> "Index":
        """Return a snapshot without these faces; those it does not hold are ignored."""
        alive = self.alive & ~np.isin(self.all_faces, np.asarray(faces, np.int64))
        if np.count_nonzero(alive) < (1 - _MAX_DEAD) * len(alive):
            kept = (self.all_faces, self.all_people, self.vectors, self.all_weights)
            return Index.build(*(column[alive] for column in kept))
        return replace(self, alive=alive)

    def reassign(self, faces: npt.ArrayLike, person: int) -> "Index":
        """Return a snapshot in which these faces belong to `person`; those it does not hold are ignored."""
        moved = np.isin(self.all_faces, np.asarray(faces, np.int64))
        return replace(self, all_people=np.where(moved, np.int64(person), self.all_people))

    def search(self, probes: Embedding, k: int) -> Neighbours:
        """Find the `k` most similar faces of each probe, exactly; fewer where the index holds fewer.

        Args:
            probes: Unit-length vectors (M, D).
            k: How many, at least 1.

        Raises:
            ValueError: The probes are not (M, D) or not finite.
        """
        wanted = self.checked_probes(probes)
        rows, similarities = top_rows(wanted, self.vectors, self.alive, min(k, len(self)))
        return Neighbours(self.all_faces[rows], self.all_people[rows], similarities)

    def checked_probes(self, probes: Embedding) -> Embedding:
        """Return probes as contiguous float32 (M, D); raise ValueError if they are not that or not finite."""
        wanted = np.ascontiguousarray(probes, np.float32)
        if wanted.ndim != 2 or wanted.shape[1] != self.dimension:
            raise ValueError(f"probes of shape {wanted.shape} for an index of (N, {self.dimension})")
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
        np.asarray(vectors, np.float32),
        np.array(weights, np.float32),
    )
    length = rows.vectors.shape[:1]
    if rows.vectors.ndim != 2 or not rows.faces.shape == rows.people.shape == rows.weights.shape == length:
        raise ValueError("one face, person, vector and weight for each row are needed")
    if len(np.unique(rows.faces)) != len(rows.faces):
        raise ValueError("a face comes twice")
    if not _are_unit(rows.vectors):
        raise ValueError("a vector is not finite or not of unit length")
    return rows


def _are_unit(vectors: Floats) -> bool:
    squares = np.einsum("ij,ij->i", vectors, vectors)
    return bool(np.all(np.abs(squares - 1) < _UNIT_TOLERANCE))  # false for NaN too
