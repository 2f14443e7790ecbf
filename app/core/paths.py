"""Where things lie inside a data folder."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

GALLERY_FILE = "gallery.db"
"""What the gallery's database is called in a data folder."""
UNFINISHED = ".kith-training-"
"""How folders in that of models begin in which a network is being written."""
_RETRAINED = "retrained-*"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The one folder that holds everything Kith keeps.

    Attributes:
        root: The folder itself; the gallery's database lies in it.
    """

    root: Path

    @property
    def models(self) -> Path:
        """Downloaded and retrained weights."""
        return self.root / "models"

    def retrained(self) -> list[Path]:
        """Networks that learned from people, in the forms in which they are kept; unfinished ones, too."""
        places = (_RETRAINED, f"{UNFINISHED}*/{_RETRAINED}")
        return sorted(path for place in places for path in self.models.glob(place) if path.is_file())

    def weights(self, stored: str) -> Path | None:
        """Where a model's file lies, by the path that the gallery keeps; None where that leads elsewhere."""
        path = self.root / stored
        return path if "\0" not in stored and path.resolve().is_relative_to(self.models.resolve()) else None

    @property
    def backups(self) -> Path:
        """Copies of the gallery."""
        return self.root / "backups"

    def copies(self) -> list[Path]:
        """The copies of the gallery that are kept, the newest first."""
        found = []
        for path in self.backups.glob("gallery-*.db"):
            with suppress(FileNotFoundError):  # another program let it go meanwhile
                found.append((path.stat().st_mtime, path))
        return [path for _, path in sorted(found, reverse=True)]

    @property
    def settings(self) -> Path:
        """The user's choices, as JSON."""
        return self.root / "settings.json"

    @property
    def window(self) -> Path:
        """What the window remembers of itself."""
        return self.root / "window.ini"
