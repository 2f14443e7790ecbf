"""Which faces are compared with each other: all pairs, or a random sample where there are too many."""

from dataclasses import dataclass

import numpy as np

from app.domain.arrays import Embedding
from app.services.evaluation.face_set import FaceSet, Flags, Floats, Ids

MOST_GENUINE = 250_000
MOST_IMPOSTOR = 750_000
"""Pairs of a kind that are compared at most: bounds memory to about 100 MB whatever the number of faces."""
_ALL_PAIRS = 2_000_000
"""Pairs up to which all are listed to choose from."""


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of rows.

    Attributes:
        a: One face of each (n,).
        b: The other face of each (n,).
        same: Which pairs are of one person (n,).
        sampled: Whether these are a sample of more.
    """

    a: Ids
    b: Ids
    same: Flags
    sampled: bool = False

    def __len__(self) -> int:
        return len(self.a)

    def only(self, kept: Flags) -> "Pairs":
        """The pairs that a mask (n,) keeps."""
        return Pairs(self.a[kept], self.b[kept], self.same[kept], self.sampled)


def pair_up(
    faces: FaceSet, *, genuine: int = MOST_GENUINE, impostor: int = MOST_IMPOSTOR, seed: int = 0
) -> Pairs:
    """Pair faces, but no two of one source: those that a list names, else all of a kind or a sample of it.

    Args:
        faces: To be compared.
        genuine: Most pairs of one person.
        impostor: Most pairs of two people.
        seed: Seed of the random sample.
    """
    if faces.pairs is not None:
        return Pairs(faces.pairs.a, faces.pairs.b, faces.pairs.same)
    chance = np.random.default_rng(seed)
    count = len(faces)
    if count * (count - 1) // 2 <= _ALL_PAIRS:
        a, b = (side.astype(np.int64) for side in np.triu_indices(count, 1))
        mine = _thinned(faces, a, b, genuine, chance, same=True)
        others = _thinned(faces, a, b, impostor, chance, same=False)
    else:
        mine = _of_one(faces, genuine, chance)
        others = _of_two(faces, impostor, chance)
    a, b = (np.concatenate([one, two]) for one, two in zip(mine[:2], others[:2], strict=True))
    return Pairs(a, b, faces.people[a] == faces.people[b], mine[2] or others[2])


def _thinned(
    faces: FaceSet, a: Ids, b: Ids, most: int, chance: np.random.Generator, *, same: bool
) -> tuple[Ids, Ids, bool]:
    """Pairs of a kind, a random `most` of them where there are more."""
    wanted = ((faces.people[a] == faces.people[b]) == same) & (faces.sources[a] != faces.sources[b])
    rows = np.flatnonzero(wanted)
    sampled = len(rows) > most
    if sampled:
        rows = np.sort(chance.choice(rows, most, replace=False))
    return a[rows], b[rows], sampled


def _of_one(faces: FaceSet, most: int, chance: np.random.Generator) -> tuple[Ids, Ids, bool]:
    """Pairs of one person, person by person; of those with many faces, their share of a sample."""
    order = np.argsort(faces.people, kind="stable")
    _, starts, counts = np.unique(faces.people[order], return_index=True, return_counts=True)
    there = counts * (counts - 1) // 2
    share = min(1.0, most / max(int(there.sum()), 1))
    parts: list[tuple[Ids, Ids]] = []
    for start, count, all_of_them in zip(starts, counts, there, strict=True):
        wanted = int(np.ceil(share * all_of_them))
        if all_of_them <= _ALL_PAIRS:
            rows = chance.permutation(all_of_them)[:wanted] if share < 1 else slice(None)
            first, second = (side[rows] for side in np.triu_indices(count, 1))
        else:
            first = chance.integers(count, size=wanted)
            second = (first + 1 + chance.integers(count - 1, size=wanted)) % count
        parts.append((order[start + first], order[start + second]))
    empty = np.empty(0, np.int64)
    a, b = (np.concatenate([empty, *side]) for side in zip(*parts, strict=True))
    apart = faces.sources[a] != faces.sources[b]
    return a[apart], b[apart], share < 1


def _of_two(faces: FaceSet, most: int, chance: np.random.Generator) -> tuple[Ids, Ids, bool]:
    a, b = chance.integers(len(faces), size=(2, most))
    apart = (faces.people[a] != faces.people[b]) & (faces.sources[a] != faces.sources[b])
    return a[apart], b[apart], True


def similarities(vectors: Embedding, pairs: Pairs) -> Floats:
    """Cosine of each pair (n,)."""
    step = 65536
    parts = [
        np.einsum("nd,nd->n", vectors[pairs.a[i : i + step]], vectors[pairs.b[i : i + step]])
        for i in range(0, len(pairs), step)
    ]
    return np.concatenate([np.empty(0, np.float32), *parts])
