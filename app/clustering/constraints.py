"""What must hold in a clustering: faces that are different people, and faces that are one.

A rival set is a set of faces no two of which are the same person, such as the faces of one photo: a cluster
cannot meet it twice. Two sets are opposite if no face of the one is the same person as a face of the other: a
cluster cannot meet both. A rival set is its own opposite.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array, hstack
from scipy.sparse.csgraph import connected_components

from app.clustering.labels import Labels, compact

Pairs = Iterable[tuple[int, int]]
Groups = Iterable[tuple[Sequence[int], Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Said:
    """What the user said of faces, which are given by their row numbers.

    Attributes:
        cannot_link: Two groups of faces each: none of the one is the same person as any of the other.
        must_link: Pairs of faces that are the same person.
        different: Groups of faces no two of which are the same person, as people with names are.
    """

    cannot_link: Groups = ()
    must_link: Pairs = ()
    different: Iterable[Sequence[int]] = ()


_NOTHING = Said()


@dataclass(frozen=True, eq=False)
class Constraints:
    """Rules for one clustering of N faces.

    Attributes:
        rivals: Which face is in which set, 0 or 1, (N, sets); rival sets of one face are left out.
        opposite: The opposite of each set (sets,).
        fused: Faces that the user said are one person share a number (N,).
    """

    rivals: csr_array
    opposite: Labels
    fused: Labels

    @classmethod
    def of(cls, photos: npt.ArrayLike, said: Said = _NOTHING, alike: Pairs = ()) -> "Constraints":
        """Make the rules.

        Args:
            photos: The photo of each face (N,), any identifiers. Faces of one photo are different people
                unless they are one, as in a collage or a mirror.
            said: What the user said of them.
            alike: Pairs of faces that are taken for the same person unless they are said not to be.

        Raises:
            ValueError: Faces said to be one person are said to be different people.
        """
        photo = np.unique(np.asarray(photos), return_inverse=True)[1].astype(np.int64)
        total = len(photo)
        told, joined = _told_apart(said, total), _pairs(said.must_link)
        if told.parted(_components(joined, total)).any():
            raise ValueError("faces said to be one person are said to be different people, too")
        taken = np.concatenate([joined, _pairs(alike)])
        parted = told.parted(_components(taken, total))
        fused = _components(np.concatenate([joined, taken[~parted[taken[:, 0]]]]), total)
        once = np.unique(photo * total + fused, return_index=True)[
            1
        ]  # of one person's the first stands for all
        own = _sets(once, photo[once], total)
        own = csr_array(own[:, own.sum(axis=0) > 1])
        opposite = np.concatenate([np.arange(own.shape[1]), own.shape[1] + told.opposite])
        return cls(csr_array(hstack([own, told.rivals])), opposite, fused)

    def parted(self, fused: Labels) -> npt.NDArray[np.bool_]:
        """Which faces (N,) are in a part of this partition (N,) that holds different people."""
        return conflicted(self, fused)[fused]

    def permuted(self, order: npt.NDArray[np.intp]) -> "Constraints":
        """Return the same rules for these faces, all or some of them, in this order."""
        return Constraints(csr_array(self.rivals[order]), self.opposite, compact(self.fused[order]))


def sets_met(rules: Constraints, labels: Labels) -> csr_array:
    """How often each cluster (0, 1, ... without gaps) meets each rival set (C, sets)."""
    total = len(labels)
    faces = np.arange(total)
    belongs = csr_array(
        (np.ones(total, np.int32), (labels, faces)), shape=(labels.max(initial=-1) + 1, total)
    )
    return csr_array(belongs @ rules.rivals)


def conflicted(rules: Constraints, labels: Labels) -> npt.NDArray[np.bool_]:
    """Which clusters (C,) hold two faces that are different people."""
    met = sets_met(rules, labels)
    both = csr_array(met.multiply(opposites(rules, met).T))
    once = rules.opposite == np.arange(len(rules.opposite))  # a rival set is met by any face of it
    clusters = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    found = np.zeros(both.shape[0], bool)
    found[clusters[both.data > once[both.indices]]] = True
    return found


def opposites(rules: Constraints, met: csr_array) -> csr_array:
    """Which sets (sets, C) each cluster cannot meet, or not again, as those that it meets (C, sets) say."""
    return csr_array(met[:, rules.opposite].T)


def _told_apart(said: Said, total: int) -> Constraints:
    """The rules for so many faces without those of their photos, and with none fused."""
    groups = [np.unique(np.asarray(group, np.int64)) for two in said.cannot_link for group in two]
    numbers = np.arange(len(groups))
    told = np.concatenate([np.empty(0, np.int64), *groups])
    sets = np.repeat(numbers, [len(group) for group in groups])
    alone = [_set(one, total) for one in said.different]
    rivals = csr_array(hstack([*alone, _sets(told, sets, total, len(groups))]))
    opposite = np.concatenate([np.arange(len(alone)), len(alone) + (numbers ^ 1)])
    return Constraints(rivals, opposite, np.arange(total))


def _sets(faces: Labels, sets: Labels, total: int, count: int | None = None) -> csr_array:
    """Which face is in which set (total, sets); there are as many sets as numbers, unless told."""
    shape = (total, sets.max(initial=-1) + 1 if count is None else count)
    return csr_array((np.ones(len(sets), np.int32), (faces, sets)), shape=shape)


def _set(faces: Sequence[int], total: int) -> csr_array:
    """Which face is in one set (total, 1)."""
    rows = np.unique(np.asarray(faces, np.int64))
    return _sets(rows, np.zeros(len(rows), np.int64), total, 1)


def _pairs(pairs: Pairs) -> Labels:
    return np.array([(int(one), int(other)) for one, other in pairs], np.int64).reshape(-1, 2)


def _components(pairs: Labels, total: int) -> Labels:
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(total, total))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)
