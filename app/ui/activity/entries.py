"""The journal as a list model: a line for each day and for each change."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from app.core.language import language
from app.domain.journal import JournalEntry
from app.ui.look.texts import listed, shown, tip, tr, tr_n

_Index = QModelIndex | QPersistentModelIndex
LINE = Qt.ItemDataRole.UserRole
"""Role under which the model gives a line."""
_FOLD_FROM = 3
"""Changes of one kind in turn that are one line, at least."""
FOLDED: dict[str, Callable[[int], str]] = {
    "assign": lambda n: tr_n("Gave {n} name", "Gave {n} names", n),
    "split": lambda n: tr_n("Named {n} new person", "Named {n} new people", n),
    "ignore": lambda n: tr_n(
        "Put {n} group of faces among the strangers", "Put {n} groups of faces among the strangers", n
    ),
    "remove": lambda n: tr_n("Removed {n} group of faces", "Removed {n} groups of faces", n),
    "deny": lambda n: tr_n("Said of {n} group who it is not", "Said of {n} groups who they are not", n),
    "same": lambda n: tr_n(
        "Said {n} time that faces are one person", "Said {n} times that faces are one person", n
    ),
    "apart": lambda n: tr_n(
        "Said {n} time that faces are two people", "Said {n} times that faces are two people", n
    ),
}
"""Kinds of which many are one line, and what it says."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: a day, or a change.

    Attributes:
        label: The day's name, or what was done as the engine says it.
        kind: Of the change; "" for a day.
        time: When on that day, as shown.
        undone: Whether it was taken back.
        entry: The change's identifier; 0 for a day, and for many changes in one line.
        fold: Of changes in one line: the identifier of the oldest, by which they are known.
        open: Whether these are listed below it.
        inside: Whether it is listed so.
    """

    label: str
    kind: str = ""
    time: str = ""
    undone: bool = False
    entry: int = 0
    fold: int = 0
    open: bool = False
    inside: bool = False

    @property
    def text(self) -> str:
        """As shown; found only when it is, as there may be thousands."""
        return shown(self.label) if self.entry else self.label

    @property
    def spoken(self) -> str:
        """For screen readers."""
        return listed(filter(None, (self.text, self.time, tr("undone") if self.undone else "")))


class Lines(QAbstractListModel):
    """Entries by day.

    Signals:
        more_wanted: The end came into view, and there are older entries.
    """

    more_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[JournalEntry] = ()
        self._lines: list[Line] = []
        self._more = False
        self._open: set[int] = set()

    @property
    def lines(self) -> Sequence[Line]:
        """All of them, newest first."""
        return self._lines

    def show_entries(self, entries: Sequence[JournalEntry], *, more: bool) -> None:
        """Show these.

        Args:
            entries: Newest first.
            more: Whether there may be older ones.
        """
        before, self._entries, self._more = self._lines, entries, more
        apart = {self.next_undo(), self.next_redo()}  # each has a button on its line
        lines = as_lines(entries, datetime.now().astimezone().date(), apart, self._open)
        if len(before) < len(lines) and lines[: len(before)] == before:
            self.beginInsertRows(QModelIndex(), len(before), len(lines) - 1)
            self._lines = lines
            self.endInsertRows()
        elif lines != before:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()

    def name_days(self) -> None:
        """Say today and yesterday as it is now."""
        self.show_entries(self._entries, more=self._more)

    def toggle(self, fold: int) -> None:
        """List the changes that are in one line, or list them no longer."""
        self._open ^= {fold}
        self.name_days()

    def row_of(self, entry: int) -> int:
        """Where an entry stands."""
        return next(row for row, line in enumerate(self._lines) if line.entry == entry)

    def next_undo(self) -> int:
        """The entry that undo takes back: the newest that stands; 0 where there is none."""
        return next((entry.id for entry in self._entries if entry.undone_at is None), 0)

    def next_redo(self) -> int:
        """The entry that redo does again: the oldest undone one that is not left behind; 0 for none."""
        undone = [one.id for one in self._entries if one.undone_at is not None and not one.abandoned]
        return min(undone, default=0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many lines."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line, and its words."""
        line = self._lines[index.row()]
        if role == LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.text)
        return line.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Days are passed over."""
        line = self._lines[index.row()] if index.isValid() else None
        is_entry = line is not None and (line.entry or line.fold)
        return super().flags(index) if is_entry else Qt.ItemFlag.NoItemFlags

    def canFetchMore(self, parent: _Index) -> bool:
        """Whether there are older entries."""
        return self._more and not parent.isValid()

    def fetchMore(self, _: _Index) -> None:
        """Ask for older ones."""
        self._more = False
        self.more_wanted.emit()


def as_lines(
    entries: Sequence[JournalEntry],
    today: date,
    apart: Set[int] = frozenset(),
    opened: Set[int] = frozenset(),
) -> list[Line]:
    """Entries with a line before each day; many of one kind in turn are one line.

    Args:
        entries: Newest first.
        today: The day, here.
        apart: Entries that keep a line of their own.
        opened: Of those in one line, by the oldest, which are listed below it too.
    """
    lines: list[Line] = []
    for day, members in groupby(entries, key=lambda entry: entry.at.astimezone().date()):
        lines.append(Line(day_name(day, today)))
        for (kind, undone, alone), run in groupby(members, key=lambda one: _likeness(one, apart)):
            like = list(run)
            if alone or kind not in FOLDED or len(like) < _FOLD_FROM:
                lines += [_line(entry) for entry in like]
                continue
            oldest, newest = like[-1], like[0]
            is_open = oldest.id in opened
            said, time = FOLDED[kind](len(like)), clock(newest.at)
            lines.append(Line(said, kind, time, undone, fold=oldest.id, open=is_open))
            lines += [replace(_line(entry), inside=True) for entry in like] if is_open else []
    return lines


def _likeness(entry: JournalEntry, apart: Set[int]) -> tuple[str, bool, int]:
    """What entries in turn must share to be one line."""
    return entry.kind, not entry.stands, entry.id if entry.id in apart else 0


def day_name(day: date, today: date) -> str:
    """Today, Yesterday, or the date in full."""
    if day == today:
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    return language().day(day)


def clock(at: datetime) -> str:
    """The time of day, here."""
    return language().clock(at.astimezone().time())


def _line(entry: JournalEntry) -> Line:
    return Line(entry.label, entry.kind, clock(entry.at), not entry.stands, entry.id)
