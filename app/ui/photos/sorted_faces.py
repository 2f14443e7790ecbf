"""The faces of the photos as they were sorted last, kept true to what was said of them since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.core.types import Failure
from app.engine.views import ClusterReport, FaceCard, Suggestion

_SINGLE = -1
"""Home of the faces that resemble no other."""


@dataclass(frozen=True, slots=True)
class Row:
    """A cluster, as far as its faces are still nobody's.

    Attributes:
        number: Its place in the report; stays the same while others go.
        faces: The best first.
        suggestion: Who it may be, or None.
    """

    number: int
    faces: tuple[int, ...]
    suggestion: Suggestion | None


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
        self._report: ClusterReport | None = None
        self._home: dict[int, int] = {}
        self._left: dict[int, Row] = {}
        self._settled: set[int] = set()
        self._owner: dict[int, int] = {}
        self._named: dict[int, dict[int, None]] = {}
        self._aside: dict[int, None] = {}

    def take(self, report: ClusterReport) -> None:
        """Start anew from a report."""
        self.known, self._report = True, report
        self._left = {
            number: Row(number, card.faces, card.suggestion) for number, card in enumerate(report.clusters)
        }
        self._home = dict.fromkeys(report.unclustered, _SINGLE)
        for number, card in enumerate(report.clusters):
            self._home.update(dict.fromkeys(card.faces, number))
        self._settled = set()
        self._named = {card.person: dict.fromkeys(card.faces) for card in report.named}
        self._owner = {face: card.person for card in report.named for face in card.faces}
        self._aside = dict.fromkeys(report.aside)
        self.rows = tuple(self._left.values())
        self.singles, self.aside, self.failed = report.unclustered, report.aside, report.failed
        self.changed.emit()

    def forget(self) -> None:
        """Have no report."""
        self.take(ClusterReport(None, (), (), (), (), ()))
        self.known = False

    def concerns(self, faces: Iterable[int]) -> tuple[int, ...]:
        """Those of the faces that were sorted."""
        return tuple(
            face for face in faces if face in self._home or face in self._owner or face in self._aside
        )

    def settle(self, asked: Sequence[int], found: Sequence[FaceCard]) -> bool:
        """Take over what the gallery says now.

        Args:
            asked: The faces that something was said of.
            found: How they are; those not among them are gone.

        Returns:
            Whether a face is nobody's now that was somebody's when the faces were sorted: only sorting
            says where it belongs.
        """
        cards = {card.id: card for card in found}
        for face in asked:
            self._place(face, cards.get(face))
        self._renew({self._home[face] for face in asked if face in self._home})
        self.changed.emit()
        return any(
            face not in self._home and card.person is None and not card.ignored
            for face, card in cards.items()
        )

    def row(self, number: int) -> Row | None:
        """A cluster, if any of its faces is left."""
        return self._left.get(number)

    def named(self) -> dict[int, tuple[int, ...]]:
        """Faces of each person found in these photos, by person."""
        return {person: tuple(faces) for person, faces in self._named.items() if faces}

    def people(self) -> int:
        """How many people were found in these photos."""
        return sum(1 for faces in self._named.values() if faces)

    def open_faces(self) -> int:
        """How many faces in clusters are nobody's yet."""
        return sum(len(row.faces) for row in self.rows)

    def _place(self, face: int, card: FaceCard | None) -> None:
        """Note whose a face is, or that it is set aside, gone, or nobody's."""
        self._named.get(self._owner.pop(face, -1), {}).pop(face, None)
        self._aside.pop(face, None)
        if card is not None and card.person is None and not card.ignored:
            self._settled.discard(face)
            return
        self._settled.add(face)
        if card is not None and card.ignored:
            self._aside[face] = None
        elif card is not None and card.person is not None:
            self._owner[face] = card.person
            self._named.setdefault(card.person, {})[face] = None

    def _renew(self, homes: set[int]) -> None:
        """Make those clusters anew whose faces changed."""
        report = self._report
        if report is None:
            return
        for number in homes - {_SINGLE}:
            card = report.clusters[number]
            faces = tuple(face for face in card.faces if face not in self._settled)
            if faces:
                self._left[number] = Row(number, faces, card.suggestion)
            else:
                self._left.pop(number, None)
        if _SINGLE in homes:
            self.singles = tuple(face for face in report.unclustered if face not in self._settled)
        self.rows = tuple(self._left[number] for number in sorted(self._left))
        self.aside = tuple(self._aside)
