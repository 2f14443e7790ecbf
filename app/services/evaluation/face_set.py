"""The faces that are judged, wherever they come from, and which of them may be compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding
from app.domain.evaluation import Sample
from app.domain.face import Quality
from app.services.photos.fitness import poor

Ids = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float32]
Samples = Callable[[Sequence[int]], list[Sample]]

_BURST = np.timedelta64(timedelta(seconds=60), "us")
"""Time between two faces from a camera, below which one sitting goes on."""


@dataclass(frozen=True, slots=True, eq=False)
class GivenPairs:
    """Pairs that a list names.

    Attributes:
        a: Row of one face (n,).
        b: Row of the other (n,).
        same: Whether the list says that both are of one person (n,).
        folds: Fold of each pair (n,), or None where the list has none.
    """

    a: Ids
    b: Ids
    same: Flags
    folds: Ids | None


@dataclass(frozen=True, slots=True, eq=False)
class FaceSet:
    """Faces, row by row.

    Attributes:
        people: The person of each face (N,), numbered from 0.
        names: Names of the people, in the order of their numbers.
        sources: The picture or burst that each comes from (N,): two of one source are never compared.
        weights: Overall quality, 0 to 1 (N,).
        turns: How far the head is turned or nods, in degrees (N,).
        recognisable: Which can be recognised by every model judged (N,).
        vectors: Embeddings (N, D) of each model.
        samples: Makes faces fit to show, by row.
        pairs: Those that a list names, or None where all may be compared.
    """

    people: Ids
    names: tuple[str, ...]
    sources: Ids
    weights: Floats
    turns: Floats
    recognisable: Flags
    vectors: tuple[Embedding, ...]
    samples: Samples
    pairs: GivenPairs | None = None

    def __len__(self) -> int:
        return len(self.people)

    def only(self, model: int) -> "FaceSet":
        """The same faces under one of the models alone."""
        return replace(self, vectors=(self.vectors[model],))


def is_recognisable(quality: Quality, *, trusted: bool) -> bool:
    """Whether a face can be recognised at all, by its picture and by what the model made of it."""
    return trusted and poor(quality) is None


def turn(quality: Quality) -> float:
    """How far a head is turned or nods, in degrees."""
    return max(abs(quality.yaw), abs(quality.pitch))


def numbered(labels: Sequence[int] | Sequence[str]) -> Ids:
    """Labels as numbers from 0."""
    return np.asarray(np.unique(np.asarray(labels), return_inverse=True)[1], np.int64).reshape(-1)


def bursts(people: Ids, times: "npt.NDArray[np.datetime64]") -> Ids:
    """Number the sittings before a camera (n,): faces of one person that came a minute apart at most."""
    order = np.lexsort((times, people))
    new = np.ones(len(order), bool)
    new[1:] = (np.diff(people[order]) != 0) | (np.diff(times[order]) > _BURST)
    found = np.empty(len(order), np.int64)
    found[order] = np.cumsum(new) - 1
    return found


def with_copies(sources: Ids, vectors: Embedding) -> Ids:
    """Take exact copies of a face for one source (N,): the smallest number among the copies."""
    if not len(sources):
        return sources
    _, same_face = np.unique(vectors.round(4), axis=0, return_inverse=True)
    first = np.full(int(same_face.max()) + 1, np.iinfo(np.int64).max)
    np.minimum.at(first, same_face.ravel(), sources)
    return np.asarray(first[same_face.ravel()], np.int64)
