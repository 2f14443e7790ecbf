"""What must hold in a clustering: faces that are different people, and faces that are one.

A rival set is a set of faces no two of which are the same person. The faces of one photo are such a set; a
pair that the user told apart is one of two. A set cannot be met twice by one cluster.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

Labels = npt.NDArray[np.int64]
Pairs = Iterable[tuple[int, int]]


@dataclass(frozen=True, eq=False)
class Constraints:
    """Rules for one clustering of N faces.

    Attributes:
        rivals: Which face is in which rival set, 0 or 1, (N, sets); sets of one face are left out.
        fused: Faces that the user said are one person share a number (N,).
    """

    rivals: csr_array
    fused: Labels

    @classmethod
    def of(cls, photos: npt.ArrayLike, cannot_link: Pairs = (), must_link: Pairs = ()) -> "Constraints":
        """Make the rules.

        Args:
            photos: The photo of each face (N,), any identifiers.
            cannot_link: Pairs of faces (row numbers) that are different people.
            must_link: Pairs of faces that are the same person.

        Raises:
            ValueError: Faces said to be one person are in one photo or said to be different people.
        """
        photo = np.unique(np.asarray(photos), return_inverse=True)[1].astype(np.int64)
        total = len(photo)
        apart = _pairs(cannot_link)
        sets = np.concatenate([photo, np.repeat(np.arange(len(apart)), 2) + photo.max(initial=-1) + 1])
        members = np.concatenate([np.arange(total), apart.ravel()])
        shape = (total, int(sets.max(initial=-1)) + 1)
        incidence = csr_array((np.ones(len(sets), np.int32), (members, sets)), shape=shape)
        rules = cls(csr_array(incidence[:, incidence.sum(axis=0) > 1]), _components(_pairs(must_link), total))
        if conflicted(rules, rules.fused).any():
            raise ValueError("faces said to be one person are in one photo or said to be different people")
        return rules

    def permuted(self, order: npt.NDArray[np.intp]) -> "Constraints":
        """Return the same rules for these faces, all or some of them, in this order."""
        fused = np.unique(self.fused[order], return_inverse=True)[1].astype(np.int64)
        return Constraints(csr_array(self.rivals[order]), fused)


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
    return np.asarray((met > 1).sum(axis=1) > 0).ravel()


def _pairs(pairs: Pairs) -> Labels:
    return np.array(list(pairs), np.int64).reshape(-1, 2)


def _components(pairs: Labels, total: int) -> Labels:
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(total, total))
    return np.asarray(connected_components(links, directed=False)[1], np.int64)
