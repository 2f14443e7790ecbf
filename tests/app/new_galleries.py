"""New galleries copied from one that the migrations made in this process: a tenth of a second less each."""

import tempfile
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

import pytest

from app.gallery import sums
from app.gallery.migrate import migrate, stored_revision
from app.gallery.sqlite import connect, driver
from app.keys.key import Key

_ANOTHER = "UPDATE state SET value = lower(hex(randomblob(16))) WHERE key = 'gallery'"


def copy_new_galleries() -> None:
    """Let `Database.open` copy the tables of a gallery that is new and plain; all else is migrated."""
    pytest.MonkeyPatch().setattr("app.gallery.database.migrate", _Copying())


class _Copying:
    def __init__(self) -> None:
        self._lock = Lock()
        self._made: Any = None

    def __call__(self, file: Path, key: Key | None = None) -> None:
        if key is not None or not self._copied(file):
            migrate(file, key=key)

    def _copied(self, file: Path) -> bool:
        with self._lock, closing(connect(file)) as new:
            if stored_revision(new) is not None:
                return False
            self._made = self._made or _made()
            self._made.backup(new)
            new.execute(_ANOTHER)
            sums.stamp(new, {})
            return True


def _made() -> Any:
    """An empty gallery in memory."""
    made = driver.connect(":memory:", check_same_thread=False)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "gallery.db"
        migrate(file)
        with closing(connect(file)) as source:
            source.backup(made)
    return made
