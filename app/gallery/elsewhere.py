"""What other programs write to the gallery or store as settings: noticed by looking now and then."""

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from app.core.errors import StartError
from app.core.settings import Settings
from app.domain.changes import Changes
from app.keys import choices

if TYPE_CHECKING:
    from app.gallery.database import Database

_SECONDS = 2.0
"""Time between two looks."""


class Elsewhere:
    """Looks whether others have written. One thread does."""

    def __init__(self) -> None:
        self._version: int | None = None
        self._settings_at: int | None = None
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

    def look_at_settings(self, file: Path, now: Settings) -> Settings | None:
        """What somebody stored; None if that is what holds now, or if it makes no sense."""
        before, self._settings_at = self._settings_at, _changed_at(file)
        if before == self._settings_at:
            return None
        try:
            stored = choices.load(file)
        except StartError:
            return None
        return None if stored == now else stored


def _changed_at(file: Path) -> int:
    """When a file was changed last, in nanoseconds; 0 if there is none."""
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0
