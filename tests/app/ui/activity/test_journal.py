"""The list of what was done, as it is painted."""

from datetime import UTC, datetime

from PySide6.QtWidgets import QApplication

from app.core.text import quote
from app.domain.journal import JournalEntry
from app.ui.activity.journal import Journal
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
