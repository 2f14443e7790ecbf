"""A log file that several processes write to at once: whole lines, a few bounded files, owner only."""

import os
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from app.core.files import AT_ONCE, read_bytes

_PATIENCE = 0.2
"""Seconds a line waits for another process that is writing; then it is written all the same."""
_MOST_WAITING = 200


class LogFile:
    """Appends lines to `kith.log` in a folder, and begins a new file when that one is full.

    Every line opens the file anew under a lock that all processes share, so that none holds on to a file
    that another has put away. While the folder above does not exist yet, lines wait in memory.

    Attributes:
        folder: Where the files lie; made with the first line.
    """

    def __init__(self, folder: Path, most_bytes: int = 1_000_000, kept: int = 3) -> None:
        """Name the place; nothing is written yet.

        Args:
            folder: Where the files are to lie.
            most_bytes: How large one of them grows.
            kept: How many full ones are kept beside it.
        """
        self.folder = folder
        self._most, self._kept = most_bytes, kept
        self._waiting: deque[str] = deque(maxlen=_MOST_WAITING)

    @property
    def path(self) -> Path:
        """The newest file."""
        return self.folder / "kith.log"

    def write(self, line: str) -> None:
        """Append a line.

        Raises:
            OSError: It cannot be written: the disk is full, say.
        """
        self._waiting.append(line)
        if not self.folder.parent.is_dir():
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        text = "".join(f"{one}\n" for one in self._waiting).encode("utf-8", "backslashreplace")
        with _alone(self.folder / "lock"):
            handle = self._open(len(text))
            try:
                os.write(handle, text)
            finally:
                os.close(handle)
        self._waiting.clear()

    def last_lines(self, count: int) -> list[str]:
        """The newest lines, oldest first; none where there is no file."""
        found: list[str] = []
        for path in (self.path, self._full(1)):
            try:
                lines = read_bytes(path, 2 * self._most).decode("utf-8", errors="replace").splitlines()
            except OSError:
                continue
            found = lines + found
            if len(found) >= count:
                break
        return found[-count:]

    def _open(self, more: int) -> int:
        """Open the file to append so many bytes, or a new one if they do not fit."""
        if self._size() + more > self._most:
            for number in range(self._kept, 0, -1):
                older = self._full(number - 1) if number > 1 else self.path
                if older.exists():
                    older.replace(self._full(number))
        return os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | AT_ONCE, 0o600)

    def _size(self) -> int:
        try:
            return self.path.stat().st_size
        except FileNotFoundError:
            return 0

    def _full(self, number: int) -> Path:
        """A file that was put away; 1 is the newest."""
        return self.folder / f"kith.{number}.log"


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Keep other processes and threads out, but wait for one that hangs a moment only."""
    handle = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = monotonic() + _PATIENCE
        while not _locked(handle) and monotonic() < until:
            sleep(0.001)
        yield
    finally:
        os.close(handle)  # which lets go of the lock


def _locked(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
