"""Sort faces into people.

Communities of the mutual nearest-neighbour graph give small, pure groups: Louvain's method (Blondel et al.
2008) on the constant Potts model (Traag et al. 2011), which unlike modularity judges a group the same in a
large collection as in a small one. A group in which two faces are known to be different people falls apart
again. Average linkage then joins what belongs together and may be joined.

New faces join what was sorted before without sorting it again: each old cluster is one part from the start,
and no two of these are compared.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array, csr_array, csr_matrix
from scipy.sparse.csgraph import connected_components

from app.clustering.attach import attach
from app.clustering.constraints import Constraints, conflicted, opposites
from app.clustering.graph import mutual_neighbours
from app.clustering.labels import LONE, NEW, Labels, compact, shared
from app.clustering.linkage import merge, tightness_of
from app.core.progress import CancelToken, ProgressSink
from app.domain.arrays import Embedding

_NEIGHBOURS = 50
_DENSITY = 1.5
"""Least mean cosine over all pairs of a community, as a multiple of the threshold."""
_TOLERANCE = 1e-6
_SHARE = 0.5
"""Least mean cosine between two groups as a share of that within them: two tight groups that are a good deal
less alike than each is in itself are two people, though loose ones so far apart may be one."""
_ALIKE = 1.06
"""Score of a single face with a cluster that it is added to, as a multiple of the groups' threshold."""
_MANY = 5
"""Faces of a cluster that one which nothing else was joined with may be added to."""
_WIDE = 0.8
"""Mean cosine over all pairs of a cluster, as a multiple of the threshold, below which it falls apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Before:
    """What was sorted before.

    Attributes:
        labels: The cluster that each face was in (N,), any numbers; `LONE` or `NEW`.
        changed: Faces (N,) of which something else was said since: their clusters are sorted anew.
    """

    labels: Labels
    changed: npt.NDArray[np.bool_]

    def only(self, rows: npt.NDArray[np.intp]) -> "Before":
        """The same of these faces, in this order."""
        return Before(self.labels[rows], self.changed[rows])


@dataclass(frozen=True, eq=False)
class Sorter:
    """Faces (N, D) to be sorted under rules, those of their photos among them (`unsaid`).

    Attributes:
        faces: Unit length.
        trust: Share of its likenesses that counts as faces are grouped (N,); 0 of one that is in no group.
    """

    faces: Embedding
    trust: npt.NDArray[np.float32]
    rules: Constraints
    unsaid: Constraints
    threshold: float
    progress: ProgressSink
    cancel: CancelToken | None

    def sort(self, before: Before | None) -> Labels:
        """Cluster faces that can be trusted, then attach the others to what was found (N,)."""
        firm = (self.trust > 0) | _told(self.rules)
        rows = np.flatnonzero(firm)
        found = np.full(len(self.faces), LONE)
        if before is None:
            found[rows] = self.only(rows).anew()
            return attach(self.faces, found, self.rules, _ALIKE * self.threshold, self.cancel)
        found[rows] = self.only(rows).joined(before.only(rows))
        placed = _carried(found, firm, before.labels, self.rules)
        asked = placed | (before.labels != LONE) | before.changed
        if (asked & (found == LONE)).any():
            rows = np.flatnonzero(asked)
            own, speaking = self.only(rows), firm[rows]
            found[rows] = attach(
                own.faces, found[rows], own.rules, _ALIKE * self.threshold, self.cancel, speaking=speaking
            )
        lone = np.flatnonzero(found == LONE)
        found[lone] = 2 * len(found) + lone
        return found

    def only(self, rows: npt.NDArray[np.intp]) -> "Sorter":
        """The same for some faces, or for all in another order."""
        if len(rows) == len(self.faces) and (rows == np.arange(len(rows))).all():
            return self
        rules = self.rules.permuted(rows)
        unsaid = rules if self.unsaid is self.rules else self.unsaid.permuted(rows)
        return replace(self, faces=self.faces[rows], trust=self.trust[rows], rules=rules, unsaid=unsaid)

    @cached_property
    def weighed(self) -> Embedding:
        """The faces (N, D), shorter where they can be trusted less, so that their cosines are too."""
        return self.faces * np.where(self.trust > 0, self.trust, 1)[:, None]

    def anew(self) -> Labels:
        """Sort all by what they look like, and then see to what was said."""
        everything = np.ones(len(self.faces), bool)
        found = replace(self, rules=self.unsaid).merged(np.zeros(len(self.faces), np.int64), everything)
        return self.joined(Before(found, ~everything))

    def joined(self, before: Before) -> Labels:
        """Let new faces join the clusters that there were; those that hold no more are sorted anew."""
        total, lone = len(self.faces), before.labels < 0
        alone = before.labels.max(initial=0) + 1 + np.arange(total)
        start = np.unique(np.where(lone, alone, before.labels), return_inverse=True)[1].astype(np.int64)
        whole = _fuse(start, self.rules.fused)
        apart, anew = conflicted(self.rules, whole), self._wide(whole)
        anew[whole[before.changed]] = True
        fresh = (anew & ~apart)[whole] | (before.labels == NEW)
        for part in np.flatnonzero(apart):
            rows = np.flatnonzero(whole == part)
            fresh[rows] |= self.only(rows).leaving()
        return self.merged(start, fresh)

    def leaving(self) -> npt.NDArray[np.bool_]:
        """Which faces (N,) have to leave a cluster that holds different people: single ones, or else all.

        Whoever is different from most others goes first, then who is less like the rest.
        """
        rules = self.rules
        _, group, sizes = np.unique(rules.fused, return_inverse=True, return_counts=True)
        belongs = csr_array((np.ones(len(group), np.int32), (group, np.arange(len(group)))))
        met = csr_array(belongs @ rules.rivals)
        clash = (csr_array(met @ opposites(rules, met)).toarray() > 0) & ~np.eye(len(sizes), dtype=bool)
        likeness = (belongs @ self.faces) @ self.faces.mean(axis=0) / sizes
        out = np.zeros(len(sizes), bool)
        while clash.any():
            degrees = np.where(sizes == 1, clash.sum(axis=1), 0)
            if not degrees.any():
                return np.ones(len(group), bool)
            one = int(np.lexsort((likeness, -degrees))[0])
            out[one], clash[one], clash[:, one] = True, False, False
        return np.asarray(out[group])

    def _wide(self, parts: Labels) -> npt.NDArray[np.bool_]:
        """Which parts are less alike than those that are joined, though nobody said that they are one."""
        tight, sizes = tightness_of(self.weighed, parts)
        told = np.zeros(len(sizes), bool)
        told[parts[_told(self.rules)]] = True
        return np.asarray((sizes > 1) & (tight < _WIDE * self.threshold) & ~told)

    def merged(self, parts: Labels, fresh: npt.NDArray[np.bool_]) -> Labels:
        """Group the fresh faces (N,), and merge these groups and the parts of the others (N,)."""
        rows = np.flatnonzero(fresh)
        own = self.only(rows)
        graph = mutual_neighbours(own.weighed, _NEIGHBOURS, self.threshold, self.progress, self.cancel)
        start = parts.copy()
        start[rows] = parts.max(initial=0) + 1 + _communities(graph, self.threshold)
        groups = _without_conflicts(start, self.rules)
        settled = _settled(groups, start, fresh)
        found = merge(
            self.weighed,
            groups,
            self.rules,
            self.threshold,
            share=_SHARE,
            settled=settled,
            cancel=self.cancel,
        )
        return self._with_outliers(found, fresh)

    def _with_outliers(self, found: Labels, asked: npt.NDArray[np.bool_]) -> Labels:
        """Add those asked that stayed alone (N,) to the larger cluster that they are clearly most like."""
        alone = np.bincount(found)[found] == 1
        kept = ~(alone & asked)
        labels = np.full(len(found), LONE)
        labels[kept] = compact(found[kept])
        return attach(self.faces, labels, self.rules, _ALIKE * self.threshold, self.cancel, least=_MANY)


def _settled(groups: Labels, start: Labels, fresh: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which groups (G,) are one of the parts that they started from (N,), and hold no fresh face (N,)."""
    settled = np.ones(int(groups.max(initial=-1)) + 1, bool)
    settled[groups[fresh]] = False
    lowest, highest = np.full(len(settled), len(start) + start.max(initial=0)), np.full(len(settled), -1)
    np.minimum.at(lowest, groups, start)
    np.maximum.at(highest, groups, start)
    return np.asarray(settled & (lowest == highest))


def _carried(
    found: Labels, firm: npt.NDArray[np.bool_], before: Labels, rules: Constraints
) -> npt.NDArray[np.bool_]:
    """Leave faces that were attached to a cluster with it, in place, where they still may be.

    Args:
        found: The cluster of each face that is firm (N,); `LONE` for the others.
        firm: Which are.
        before: Where each was.
        rules: Which are different people.

    Returns:
        Which faces have a cluster (N,).
    """
    kept = np.flatnonzero(firm & (before >= 0))
    pairs, sizes = shared(before[kept], found[kept])
    pairs = pairs[:, np.lexsort((-sizes, pairs[0]))]  # most of its faces first
    place, first = np.unique(pairs[0], return_index=True)
    loose = np.flatnonzero(~firm & np.isin(before, place))
    found[loose] = pairs[1, first[np.searchsorted(place, before[loose])]]
    rows = np.flatnonzero(found >= 0)
    apart = conflicted(rules.permuted(rows), found[rows])
    found[loose[apart[found[loose]]]] = LONE
    return np.asarray(found >= 0)


def _told(rules: Constraints) -> npt.NDArray[np.bool_]:
    """Which faces the user said are the same person as another (N,): such a word needs no likeness."""
    return np.asarray(np.bincount(rules.fused)[rules.fused] > 1)


def _communities(graph: csr_array, threshold: float) -> Labels:
    if graph.nnz == 0:
        return np.arange(graph.shape[0])
    from sknetwork.clustering import Louvain  # loads much that nothing else needs: a quarter of a second

    density = _DENSITY * threshold  # the library's resolution is relative to the graph's own mean weight
    resolution = density * graph.shape[0] ** 2 / graph.sum()
    louvain = Louvain(resolution, modularity="potts", tol_optimization=_TOLERANCE, tol_aggregation=_TOLERANCE)
    return np.asarray(louvain.fit_predict(csr_matrix(graph)), np.int64)


def _without_conflicts(communities: Labels, rules: Constraints) -> Labels:
    """Dissolve each community that holds rivals; what the user fused stays whole, whatever it was in."""
    parts = _fuse(compact(communities), rules.fused)
    alone = conflicted(rules, parts)[parts]
    return compact(np.where(alone, rules.fused + len(parts), parts))


def _fuse(parts: Labels, fused: Labels) -> Labels:
    """Make parts one that have faces that were fused."""
    total = int(parts.max(initial=-1)) + 1
    shape = (total + len(fused),) * 2
    links = coo_array((np.ones(len(parts)), (parts, total + fused)), shape=shape)
    return compact(connected_components(links, directed=False)[1][parts].astype(np.int64))
