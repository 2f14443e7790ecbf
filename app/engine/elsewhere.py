"""What other programs write to the gallery: noticed by looking now and then, while nothing is asked."""

from time import monotonic
from typing import TYPE_CHECKING

from app.domain.changes import Changes

if TYPE_CHECKING:
    from app.gallery.database import Database

_SECONDS = 2.0
"""Time between two looks."""


class Elsewhere:
    """Looks whether others have written. One thread does."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._looked = 0.0

    def due(self) -> bool:
        """Whether it is time to look."""
        return monotonic() - self._looked >= _SECONDS

    def look(self, db: "Database") -> Changes:
        """What others have written since the last look; a microsecond if nothing was written at all."""
        self._looked = monotonic()
        version = db.version()
        if version == self._version:
            return Changes()
        self._version = version
        return db.written_elsewhere()
