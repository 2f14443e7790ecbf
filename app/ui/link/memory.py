"""What the window remembers of itself from one run to the next: size, page, theme, what was chosen last."""

import json
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.core.paths import DataFolder


class Memory:
    """A small file in the data folder. Losing it costs nothing but habits."""

    def __init__(self, folder: Path) -> None:
        self._store = QSettings(str(DataFolder(folder).window), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        value = self._store.value(key, default)
        return value if isinstance(value, str) else default

    def blob(self, key: str) -> QByteArray:
        """Remembered bytes, empty where there are none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def pairs(self, key: str) -> list[tuple[str, str]]:
        """Remembered pairs of words, such as addresses and names."""
        try:
            return [(str(one), str(other)) for one, other in json.loads(self.text(key, "[]"))]
        except (ValueError, TypeError):
            return []

    def keep_pairs(self, key: str, pairs: list[tuple[str, str]]) -> None:
        """Remember pairs of words."""
        self.keep(key, json.dumps(pairs))

    def keep(self, key: str, value: str | QByteArray) -> None:
        """Remember something."""
        self._store.setValue(key, value)

    def flush(self) -> None:
        """Write it down now."""
        self._store.sync()
