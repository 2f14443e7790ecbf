"""Room on the disk that is held in reserve, so that people can be erased where the disk is full."""

import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "reserve"
_MOST = 2 << 20
_LEAST = 1 << 16
_SHARE = 4
"""Of what is free, no more than one part in so many is taken."""
_OTHERS = (getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))
_HERE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | sum(_OTHERS)


def hold(folder: Path) -> None:
    """Hold room in a data folder, unless it is held or there is little; no error where that fails."""
    with suppress(OSError):
        size = min(_MOST, shutil.disk_usage(folder).free // _SHARE)
        if size >= _LEAST and not _held(folder):
            _take(folder, size)


@contextmanager
def lent(folder: Path) -> Iterator[None]:
    """Give the room back for a while, and hold as much again at the end."""
    size = _held(folder)
    with suppress(OSError):
        (folder / NAME).unlink(missing_ok=True)
    try:
        yield
    finally:
        with suppress(OSError):
            if size > _held(folder):
                _take(folder, size)


def _held(folder: Path) -> int:
    try:
        state = (folder / NAME).lstat()
    except OSError:
        return 0
    return state.st_size if stat.S_ISREG(state.st_mode) else 0


def _take(folder: Path, size: int) -> None:
    """Write so much, but through no link and into no pipe that somebody put there.

    Raises:
        OSError: It cannot be.
    """
    with os.fdopen(os.open(folder / NAME, _HERE, 0o600), "wb") as file:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            file.write(os.urandom(size))  # of zeros, a file system that compresses would hold nothing
