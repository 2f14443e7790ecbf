"""The list of what was done, as it is painted."""

from datetime import UTC, datetime

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from app.core.text import quote
from app.domain.journal import JournalEntry
from app.ui.activity.entries import LINE
from app.ui.activity.journal import _ICONS, Journal, _LineDelegate
from app.ui.widgets.wrapped import wrapped

LONG = "Merged Konstantin Alexander of Mossenberg into Maximilian Theodor, 143 faces"


def _journal() -> Journal:
    journal = Journal(lambda: None, lambda: None)
    now = datetime.now(UTC)
    entries = [JournalEntry(2 - at, "merge", quote(text), now, None) for at, text in enumerate(("A", LONG))]
    journal.show_entries(entries, more=False)
    return journal


def test_a_long_line_wraps_where_there_is_little_room(qapp: QApplication) -> None:
    journal = _journal()
    journal.resize(360, 400)
    journal.show()
    qapp.processEvents()
    short, long = (journal.visualRect(journal.lines.index(row)).height() for row in (1, 2))
    lines = (long - short) // journal.fontMetrics().lineSpacing() + 1
    assert lines > 1
    assert wrapped(LONG, journal.font(), 360, lines)[-1].endswith("faces"), "nothing is elided"
    journal.setCurrentIndex(journal.lines.index(2))
    qapp.processEvents()
    assert journal.visualRect(journal.lines.index(2)).height() > long, "its Undo takes room"
    journal.resize(1200, 400)
    qapp.processEvents()
    assert journal.visualRect(journal.lines.index(2)).height() == short
    journal.close()


def test_what_was_taken_back_keeps_room_for_its_words_beside_redo(qapp: QApplication) -> None:
    journal = Journal(lambda: None, lambda: None)
    now = datetime.now(UTC)
    said = "Put 11 faces among the strangers"
    journal.show_entries([JournalEntry(1, "ignore", quote(said), now, now)], more=False)
    journal.show()
    for width in (300, 400, 900):
        journal.resize(width, 400)
        qapp.processEvents()
        index = journal.lines.index(1)
        delegate = journal.itemDelegate()
        assert isinstance(delegate, _LineDelegate)
        rect = journal.visualRect(index)
        beside, metrics = journal.indexWidget(index), journal.fontMetrics()
        room, told = delegate._room(rect, index.data(LINE), beside, metrics)
        assert beside is not None, "Redo"
        assert told == (width > 300)
        assert room.width() >= 120 or not told
        assert " ".join(wrapped(said, journal.font(), room.width(), 4)) == said, "no word is broken"
    journal.close()


def test_a_change_of_any_kind_is_painted_whole(qapp: QApplication) -> None:
    journal = Journal(lambda: None, lambda: None)
    journal.resize(600, 2000)
    now = datetime.now(UTC)
    kinds = [*_ICONS, "of a later version"]
    journal.show_entries(
        [JournalEntry(len(kinds) - at, kind, quote("Done"), now, now) for at, kind in enumerate(kinds)],
        more=False,
    )
    journal.show()
    qapp.processEvents()
    picture = journal.grab().toImage()
    for row in range(1, journal.lines.rowCount()):
        rect = journal.visualRect(journal.lines.index(row))
        left, right = QRect(rect.topLeft(), rect.bottomLeft()), rect
        left.setWidth(32)
        right.setLeft(rect.right() - 60)
        for part in (left, right):  # its icon, and its time
            seen = picture.copy(part)
            shades = {seen.pixel(x, y) for x in range(seen.width()) for y in range(seen.height())}
            assert len(shades) > 1, journal.lines.lines[row].kind
    journal.close()
