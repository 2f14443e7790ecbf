"""What the window remembers of itself from one run to the next: size, page, theme, what was chosen last."""

import json
import stat
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.core.paths import DataFolder
from app.keys import habits, key, sealed

_PLAIN = ("theme", "language", "window/", "split/", "lock/")
"""How keys begin of what bears no name; the window needs some of it before the gallery is unlocked."""

GOES_ON = "live/goes on"
"""Where it is remembered whether live view goes on while another page is shown: "1" if it does."""


class Memory:
    """A small file in the data folder. Losing it costs nothing but habits.

    Beside an encrypted gallery all that may bear names (places of photos, addresses of cameras) is one entry,
    sealed under the gallery's key.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        path = DataFolder(folder).window
        _drop_foreign(path)
        self._store = QSettings(str(path), QSettings.Format.IniFormat)

    def text(self, key: str, default: str = "") -> str:
        """A remembered word."""
        if (name := self._sealed_under(key)) is not None:
            return self._private(name).get(key, default)
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
        name = self._sealed_under(key)
        if name is None or isinstance(value, QByteArray):
            self._store.setValue(key, value)
        else:
            self._store.sync()  # the engine may have taken out what bore a name
            self._seal(self._private(name) | {key: value}, name)

    def flush(self) -> None:
        """Write it down now."""
        self._store.sync()

    def settle(self) -> None:
        """Keep everything as the gallery is kept from now on: plain, or sealed under its key of now."""
        name = sealed.name_for(self._folder)
        if name is not None:
            if key.held(name) is not None:
                self._seal(self._private(name), name)
        else:
            for one, value in habits.opened(self._word()).items():
                self._store.setValue(one, value)
            self._store.remove(habits.ENTRY)
        self._store.sync()

    def _word(self) -> str:
        return str(self._store.value(habits.ENTRY, ""))

    def _sealed_under(self, entry: str) -> str | None:
        """The identifier of the key under which something is kept; None where it is plain."""
        if entry.startswith(_PLAIN):
            return None
        name = sealed.name_for(self._folder)
        return None if name is None or key.held(name) is None else name

    def _private(self, name: str) -> dict[str, str]:
        """What is sealed; what an earlier Kith left plain is put with it."""
        found = habits.opened(self._word())
        left = [one for one in self._store.allKeys() if not one.startswith((*_PLAIN, habits.ENTRY))]
        words = {one: value for one in left if isinstance(value := self._store.value(one), str)}
        if words:
            found |= words
            self._seal(found, name)
            for one in words:
                self._store.remove(one)
        return found

    def _seal(self, values: dict[str, str], name: str) -> None:
        self._store.setValue(habits.ENTRY, habits.word_of(values, name))


def _drop_foreign(path: Path) -> None:
    """Delete what Qt would wait for or fill the memory with: a pipe, or what no window wrote."""
    with suppress(OSError):
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > habits.MOST_BYTES:
            path.unlink()
