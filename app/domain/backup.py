"""Copies of the gallery, and what came of restoring one."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the gallery.

    Attributes:
        path: Where it lies.
        made: When, in UTC.
        size: In bytes.
        keys: Where the keys to it were written, if it may be carried elsewhere.
    """

    path: Path
    made: datetime
    size: int
    keys: Path | None = None


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of restoring a copy.

    Attributes:
        source: The copy.
        people: How many people the gallery has now.
        forgotten: How many of the copy had been forgotten since it was made, and stay so.
        ended: Names of people whose agreement has ended.
        before: The copy that was made of what was there before; None where that was damaged.
    """

    source: Path
    people: int
    forgotten: int
    ended: tuple[str, ...]
    before: Path | None
