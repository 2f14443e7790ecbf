"""The faces of the photos as they were sorted last, kept true to what was said of them since."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from app.domain.cluster import Clustering, Suggestion
from app.domain.face import StoredFace
from app.domain.failure import Failure

_SINGLE, _ASIDE, _NAMED = -1, -2, -3
"""Where a face was in the report, if not in a cluster, which is its number."""
_OPEN, _SET_ASIDE, _GONE = 0, -1, -2
"""What was said of a face since, if not whose it is, which is a person's identifier."""
_NOTHING = Clustering(None, (), (), (), (), ())


@dataclass(frozen=True, slots=True)
class Row:
    """A cluster, as far as its faces are still nobody's.

    Attributes:
        number: Its place in the report; stays the same while others go.
        faces: The best first.
        suggestion: Who it may be, or None.
        next_best: Who it may be if not them, or None.
    """

    number: int
    faces: tuple[int, ...]
    suggestion: Suggestion | None
    next_best: Suggestion | None = None


class SortedFaces(QObject):
    """A report, from which faces go as they are named or set aside, and to which undo brings them back.

    Attributes:
        known: Whether there is a report.
        rows: The clusters with faces left, the largest of the report first.
        singles: Faces left that resemble no other.
        aside: Faces set aside.
        failed: Pictures that could not be read.

    Signals:
        changed: Any of it.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.known = False
        self.rows: tuple[Row, ...] = ()
        self.singles: tuple[int, ...] = ()
        self.aside: tuple[int, ...] = ()
        self.failed: tuple[Failure, ...] = ()
        self._start(_NOTHING)

    def take(self, report: Clustering) -> None:
        """Start anew from a report."""
        self._start(report)
        self.known = True
        self.changed.emit()

    def forget(self) -> None:
        """Have no report."""
        if self.known:
            self._start(_NOTHING)
            self.known = False
            self.changed.emit()

    def concerns(self, faces: Collection[int]) -> tuple[int, ...]:
        """Those of the faces that were sorted, or that something was said of since."""
        asked = np.fromiter(faces, np.int64, len(faces))
        known = set(asked[np.isin(asked, self._ids)].tolist())
        return tuple(face for face in asked.tolist() if face in known or face in self._said)

    def settle(self, asked: Sequence[int], found: Sequence[StoredFace]) -> bool:
        """Take over what the gallery says now.

        Args:
            asked: The faces that something was said of.
            found: How they are; those not among them are gone.

        Returns:
            Whether a face is nobody's now that was somebody's when the faces were sorted: only sorting
            says where it belongs.
        """
        cards = {card.id: card for card in found}
        self._said.update((face, _said_of(cards.get(face))) for face in asked)
        self._denied.update((card.id, card.denied) for card in found)
        places = {face: self._place(face) for face in asked}
        self._renew(set(places.values()))
        self.changed.emit()
        return any(place <= _ASIDE and self._said[face] == _OPEN for face, place in places.items())

    def row(self, number: int) -> Row | None:
        """A cluster, if any of its faces is left."""
        return self._left.get(number)

    def named(self) -> dict[int, tuple[int, ...]]:
        """Faces of each person found in these photos, by person."""
        found = {card.person: card.faces for card in self._report.named}
        added: dict[int, list[int]] = {}
        for face, said in self._said.items():
            if said > 0:
                added.setdefault(said, []).append(face)
        for person in found.keys() & self._touched:
            found[person] = tuple(face for face in found[person] if self._said.get(face, person) == person)
        for person, faces in added.items():
            before = found.get(person, ())
            found[person] = (*before, *(face for face in faces if face not in before))
        return {person: faces for person, faces in found.items() if faces}

    def open_faces(self) -> int:
        """How many faces in clusters are nobody's yet."""
        return sum(len(row.faces) for row in self.rows)

    def _start(self, report: Clustering) -> None:
        self._report = report
        self._said: dict[int, int] = {}
        self._denied: dict[int, frozenset[int]] = {}
        self._touched: set[int] = set()
        self._ids, self._places = _index(report)
        self._left = {
            number: Row(number, card.faces, card.suggestion, card.next_best)
            for number, card in enumerate(report.clusters)
        }
        self.rows = tuple(self._left.values())
        self.singles, self.aside, self.failed = report.unclustered, report.aside, report.failed

    def _place(self, face: int) -> int:
        """Where a face was in the report; those it did not have count as named elsewhere."""
        at = int(np.searchsorted(self._ids, face))
        return int(self._places[at]) if at < len(self._ids) and self._ids[at] == face else _NAMED

    def _renew(self, places: set[int]) -> None:
        """Make those parts anew whose faces changed."""
        said, report = self._said, self._report
        for number in places:
            if number >= 0:
                self._renew_cluster(number)
        if _SINGLE in places:
            self.singles = tuple(face for face in report.unclustered if said.get(face, _OPEN) == _OPEN)
        if _NAMED in places:
            self._touched = {card.person for card in report.named}
        kept = [face for face in report.aside if said.get(face, _SET_ASIDE) == _SET_ASIDE]
        before = set(report.aside)
        added = (face for face, what in said.items() if what == _SET_ASIDE and face not in before)
        self.aside = (*kept, *added)
        self.rows = tuple(self._left[number] for number in sorted(self._left))

    def _renew_cluster(self, number: int) -> None:
        card = self._report.clusters[number]
        faces = tuple(face for face in card.faces if self._said.get(face, _OPEN) == _OPEN)
        if faces:
            denied = frozenset[int]().union(*(self._denied.get(face, ()) for face in faces))
            guesses = (one for one in (card.suggestion, card.next_best) if one and one.person not in denied)
            self._left[number] = Row(number, faces, next(guesses, None), next(guesses, None))
        else:
            self._left.pop(number, None)


def _said_of(card: StoredFace | None) -> int:
    if card is None:
        return _GONE
    return _SET_ASIDE if card.ignored else card.person or _OPEN


def _index(report: Clustering) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """All faces of a report, ascending, and where each was: fast to make, as a dict of them is not."""
    parts = [card.faces for card in report.clusters]
    parts += [report.unclustered, report.aside, *(card.faces for card in report.named)]
    codes = [*range(len(report.clusters)), _SINGLE, _ASIDE, *[_NAMED] * len(report.named)]
    sizes = [len(part) for part in parts]
    ids = np.fromiter(chain.from_iterable(parts), np.int64, sum(sizes))
    order = np.argsort(ids, kind="stable")
    return ids[order], np.repeat(np.array(codes, np.int64), sizes)[order]
