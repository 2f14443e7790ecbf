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
        undone_at: When it was taken back by undo, or None.
        abandoned: Whether something new was done after that, so that redo does not do it again.
        undone_by: The later entry that took it back alone and stands, or None.
    """

    id: int
    kind: str
    label: Text
    at: datetime
    undone_at: datetime | None
    abandoned: bool = False
    undone_by: int | None = None

    @property
    def stands(self) -> bool:
        """Whether it is not taken back."""
        return self.undone_at is None and self.undone_by is None
