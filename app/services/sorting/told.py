"""What the user said of who is who, made to rules that contradict each other nowhere.

Names come first: they are what the user said last of a face that has one. Then people of whom faces were said
not to be, then answers about pairs of faces, the newest first, and last that nobody is in a photo taken
before their birth. What contradicts those before it does not count, and counts again once they are undone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from types import MappingProxyType
from zlib import crc32

import numpy as np

from app.clustering.constraints import Groups, Pairs
from app.gallery import answers, births, denials, people
from app.gallery.answers import Answer
from app.gallery.database import Session
from app.gallery.records import Embeddings


class Identities:
    """Who is one person and who is not, as far as that was said: nodes are faces, or people as -1, -2, ..."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}
        self._others: defaultdict[int, set[int]] = defaultdict(set)

    def of(self, node: int) -> int:
        """The node that stands for all that are the same person; it is the person where one is known."""
        root = node
        while root in self._parent:
            root = self._parent[root]
        while node != root:
            self._parent[node], node = root, self._parent[node]
        return root

    def others(self, node: int) -> set[int]:
        """The nodes of people who a node is not."""
        return self._others.get(self.of(node), set())

    def tell(self, one: int, other: int, *, same: bool) -> bool:
        """Take a word in, unless it contradicts those before it; whether it does not."""
        first, second = sorted((self.of(one), self.of(other)))
        if first == second:
            return same
        apart = second < 0 or second in self._others.get(first, ())
        if same and not apart:
            self._join(first, second)
        elif not same and not apart:
            self._others[first].add(second)
            self._others[second].add(first)
        return not (same and apart)

    def _join(self, root: int, node: int) -> None:
        self._parent[node] = root
        for other in self._others.pop(node, ()):
            self._others[other].remove(node)
            self._others[other].add(root)
            self._others[root].add(other)


@dataclass(frozen=True, slots=True)
class Told:
    """What holds for stored faces, which are given by their row numbers.

    Attributes:
        one: Pairs that are the same person.
        apart: Two groups each, none of the one the same person as any of the other.
        different: One face of each person with a name.
        denied: Who faces without a name are not, by face, as was said or follows from that.
        unborn: Who was not born when a face was taken, by face, unless it is theirs by name.
        marks: A number for each face of which something was said: another one if something else is said.
    """

    one: Pairs = ()
    apart: Groups = ()
    different: Sequence[int] = ()
    denied: Mapping[int, frozenset[int]] = field(default_factory=dict)
    unborn: Mapping[int, frozenset[int]] = field(default_factory=dict)
    marks: Mapping[int, int] = field(default_factory=dict)


def load_told(session: Session, stored: Embeddings) -> Told:
    """What was said of stored faces, be it by way of others that are not among them."""
    everyone = people.names(session).keys()
    return told_of(stored, denials.by_face(session), answers.load(session), everyone, births.unborn(session))


def told_of(
    stored: Embeddings,
    denied: Mapping[int, Iterable[int]],
    said: Sequence[Answer],
    everyone: Set[int],
    unborn: Mapping[int, frozenset[int]] = MappingProxyType({}),
) -> Told:
    """Make the rules.

    Args:
        stored: The faces.
        denied: People of whom the user said that a face is not theirs, by face.
        said: Answers about pairs of faces, the newest first.
        everyone: All people with a name.
        unborn: Who was not born when a face was taken, by face; what was said goes before it.
    """
    faces, owner = _spoken_of(stored, denied, said, unborn)
    nodes = {face: -person if person > 0 else face for face, person in owner.items()}
    known = _identities(
        nodes, denied, said, {face: unborn[face] for face in faces.values() if face in unborn}
    )
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, face in faces.items():
        rows[known.of(nodes[face])].append(row)
    barred = {
        root: frozenset(-one for one in known.others(root) if one < 0) if root > 0 else everyone - {-root}
        for root in rows
    }
    return Told(
        one=[(mine[0], row) for mine in rows.values() for row in mine[1:]],
        apart=list(_apart(known, rows)),
        different=[mine[0] for root, mine in rows.items() if root < 0],
        denied={
            faces[row]: frozenset(not_theirs)
            for root, not_theirs in barred.items()
            for row in rows[root]
            if not_theirs and owner[faces[row]] < 0
        },
        unborn=unborn,
        marks=_marks(owner, denied, said, unborn),
    )


def _spoken_of(
    stored: Embeddings, denied: Mapping[int, object], said: Sequence[Answer], unborn: Mapping[int, object]
) -> tuple[dict[int, int], dict[int, int]]:
    """The faces of which anything was said, by row, and whose they are, as those are of whom it was said."""
    told = {*denied, *unborn, *(face for one in said for face in (one.face, one.other))}
    some = (stored.person_ids > 0) | np.isin(stored.face_ids, np.array(list(told), np.int64))
    rows, faces = np.flatnonzero(some).tolist(), stored.face_ids[some].tolist()
    owner = dict(zip(faces, stored.person_ids[some].tolist(), strict=True))
    for one in said:
        owner |= {one.face: one.person or -1, one.other: one.other_person or -1}
    return dict(zip(rows, faces, strict=True)), owner


def _identities(
    nodes: Mapping[int, int],
    denied: Mapping[int, Iterable[int]],
    said: Sequence[Answer],
    unborn: Mapping[int, Iterable[int]],
) -> Identities:
    """Take in what was said, the weightiest first; `nodes` stand for faces, or for whose they are."""
    known = Identities()
    for face, not_theirs in denied.items():
        for person in not_theirs:
            known.tell(nodes.get(face, face), -person, same=False)
    for one in said:
        known.tell(nodes[one.face], nodes[one.other], same=one.same)
    for face, not_theirs in unborn.items():
        for person in not_theirs if nodes[face] == face else ():
            known.tell(face, -person, same=False)
    return known


def _marks(
    owner: Mapping[int, int],
    denied: Mapping[int, Iterable[int]],
    said: Sequence[Answer],
    unborn: Mapping[int, Iterable[int]],
) -> dict[int, int]:
    """A number for all that was said of each face, the same in every process."""
    words = {face: [("named", person, True)] for face, person in owner.items() if person > 0}
    for face, people_ in denied.items():
        words.setdefault(face, []).extend(("denied", person, False) for person in people_)
    for face, people_ in unborn.items():
        words.setdefault(face, []).extend(("unborn", person, False) for person in people_)
    for one in said:
        words.setdefault(one.face, []).append(("answer", one.other, one.same))
        words.setdefault(one.other, []).append(("answer", one.face, one.same))
    return {face: crc32(repr(sorted(all_)).encode()) for face, all_ in words.items()}


def _apart(known: Identities, rows: Mapping[int, list[int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Each pair of groups once, a row standing for all that are the same person."""
    for root, mine in rows.items():
        if others := [rows[one][0] for one in known.others(root) if one > root and one in rows]:
            yield mine[:1], others
