"""Room on the disk that is held in reserve, so that people can be erased where the disk is full."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

NAME = "reserve"
_MOST = 2 << 20
_LEAST = 1 << 16
_SHARE = 4
"""Of what is free, no more than one part in so many is taken."""


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
    file = folder / NAME
    return file.stat().st_size if file.is_file() else 0


def _take(folder: Path, size: int) -> None:
    file = folder / NAME
    file.touch(mode=0o600)
    file.write_bytes(os.urandom(size))  # of zeros, a file system that compresses would hold nothing
