"""What is to be erased for good, other than a person."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path


class Which(StrEnum):
    """Whose faces."""

    STRANGERS = "strangers"
    GONE = "gone"
    FOLDER = "folder"
    OLDER = "older"


@dataclass(frozen=True, slots=True)
class Erasing:
    """Faces that are to be erased.

    Attributes:
        which: Of strangers, of photos that are gone, of a folder's photos, or stored before a day.
        folder: Which folder; absolute.
        before: Which day; visits that ended before it go too.
        named: Whether faces with a name go as well. Who has none left is forgotten.
    """

    which: Which
    folder: Path | None = None
    before: date | None = None
    named: bool = False
