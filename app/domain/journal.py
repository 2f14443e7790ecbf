"""What was done."""

from dataclasses import dataclass
from datetime import datetime

from app.core.text import Text


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One line of the journal.

    Attributes:
        id: Its own; later ones are larger.
        kind: What was done, in one word: enrol, rename, merge, ...
        label: The same in words fit to show.
        at: When, in UTC.
        undone_at: When it was taken back, or None.
    """

    id: int
    kind: str
    label: Text
    at: datetime
    undone_at: datetime | None
