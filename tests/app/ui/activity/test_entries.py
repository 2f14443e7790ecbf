"""The journal as lines: days, the next undo, the next redo."""

from datetime import UTC, date, datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.core.text import quote
from app.domain.journal import JournalEntry
from app.ui.activity.entries import Lines, as_lines, day_name


def _entry(number: int, at: datetime, *, undone: bool = False, abandoned: bool = False) -> JournalEntry:
    return JournalEntry(number, "rename", quote(f"Renamed {number}"), at, at if undone else None, abandoned)


def test_each_day_has_a_heading(qapp: QApplication) -> None:
    now = datetime.now(UTC).astimezone().replace(hour=12)
    entries = [_entry(3, now), _entry(2, now - timedelta(days=1)), _entry(1, now - timedelta(days=40))]
    lines = as_lines(entries, now.date())
    assert [line.text for line in lines[:4]] == ["Today", "Renamed 3", "Yesterday", "Renamed 2"]
    assert str((now - timedelta(days=40)).year) in lines[4].text


def test_a_day_is_named_from_today(qapp: QApplication) -> None:
    assert day_name(date(2026, 3, 1), date(2026, 3, 1)) == "Today"
    assert day_name(date(2026, 2, 28), date(2026, 3, 1)) == "Yesterday"
    assert "2025" in day_name(date(2025, 2, 28), date(2026, 3, 1))


def test_undo_takes_the_newest_that_stands_and_redo_the_oldest_not_left_behind(qapp: QApplication) -> None:
    now = datetime.now(UTC)
    lines = Lines()
    undone = [_entry(5, now, undone=True), _entry(4, now, undone=True)]
    left = _entry(2, now, undone=True, abandoned=True)
    lines.show_entries([*undone, _entry(3, now), left, _entry(1, now)], more=False)
    assert (lines.next_undo(), lines.next_redo()) == (3, 4)
    lines.show_entries([_entry(3, now)], more=False)
    assert (lines.next_undo(), lines.next_redo()) == (3, 0)
    lines.show_entries([_entry(3, now, undone=True)], more=False)
    assert (lines.next_undo(), lines.next_redo()) == (0, 3)


def test_many_of_one_kind_in_turn_are_one_line_that_opens(qapp: QApplication) -> None:
    now = datetime.now(UTC).astimezone().replace(hour=12)
    kinds = ["ignore", "rename", "ignore", "ignore", "ignore", "rename", "rename", "rename"]
    entries = [
        JournalEntry(20 - number, kind, quote(f"Did {kind}"), now, None) for number, kind in enumerate(kinds)
    ]
    lines = Lines()
    lines.show_entries(entries, more=False)
    shown = [(line.text, line.entry, line.fold) for line in lines.lines]
    assert shown[:4] == [
        ("Today", 0, 0),
        ("Did ignore", 20, 0),
        ("Did rename", 19, 0),
        ("Put 3 groups of faces among the strangers", 0, 16),
    ]
    assert [line.entry for line in lines.lines[4:]] == [15, 14, 13], "of these each says something else"
    assert lines.flags(lines.index(3)) & Qt.ItemFlag.ItemIsEnabled
    lines.toggle(16)
    assert [(line.entry, line.inside) for line in lines.lines[3:7]] == [
        (0, False),
        (18, True),
        (17, True),
        (16, True),
    ]
    lines.show_entries([JournalEntry(30, "ignore", quote("Did more"), now, None), *entries], more=False)
    assert [line.entry for line in lines.lines[4:8]] == [0, 18, 17, 16], "it stays open"
    lines.toggle(16)
    assert len(lines.lines) == 8


def test_older_entries_join_without_a_reset(qapp: QApplication) -> None:
    now = datetime.now(UTC)
    lines = Lines()
    resets: list[None] = []
    lines.show_entries([_entry(9, now)], more=True)
    lines.modelReset.connect(lambda: resets.append(None))
    lines.show_entries([_entry(9, now), _entry(8, now)], more=False)
    assert [line.entry for line in lines.lines] == [0, 9, 8]
    assert resets == []
