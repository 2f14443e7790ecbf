"""Where things lie inside a data folder."""

from dataclasses import dataclass
from pathlib import Path


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

    @property
    def backups(self) -> Path:
        """Copies of the gallery."""
        return self.root / "backups"

    @property
    def settings(self) -> Path:
        """The user's choices, as JSON."""
        return self.root / "settings.json"

    @property
    def window(self) -> Path:
        """What the window remembers of itself."""
        return self.root / "window.ini"
