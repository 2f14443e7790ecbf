"""What Kith keeps is for its owner alone, whatever the system's defaults are."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from app.core.errors import StartError
from app.core.text import say

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_POSIX = os.name == "posix"


def begin() -> None:
    """Make whatever this process and its children write readable by nobody else."""
    os.umask(_OTHERS)


def check(folder: Path, *files: Path) -> None:
    """Make sure that nobody else can put something into a data folder, or those of its files that are there.

    Raises:
        StartError: It belongs to another user, or others may write to it.
    """
    if not _POSIX:
        return
    for path in (folder, *files):
        try:
            found = path.stat()
        except FileNotFoundError:
            continue
        if _is_foreign(found):
            raise StartError(
                say("{path} is not used", path=path),
                why=say("it belongs to another user, who could read and change what is kept of people"),
                remedy=say("Choose a folder of your own with --data-dir, or make this one yours (chown)"),
            )
        if found.st_mode & _OTHERS_WRITE:
            raise StartError(
                say("{path} is not used", path=path),
                why=say("other users may write to it, and could change what is kept of people"),
                remedy=say("Run kith doctor --repair, which takes that right away"),
            )


def foreign(folder: Path) -> list[Path]:
    """What belongs to another user, of a data folder and all in it."""
    return [path for path, found in _everything(folder) if _is_foreign(found)]


def _is_foreign(found: os.stat_result) -> bool:
    """Whether it belongs to another user than this one and root, who may do everything anyway."""
    return found.st_uid not in (os.geteuid(), 0)


def loose(folder: Path) -> list[Path]:
    """What other users may read or write, of a data folder and all in it."""
    return [path for path, found in _everything(folder) if found.st_mode & _OTHERS]


def tighten(folder: Path) -> list[Path]:
    """Take all rights of others away, as far as it is this user's to do; return where there were any."""
    mine = [path for path, found in _everything(folder) if found.st_uid == os.geteuid()]
    changed = [path for path in loose(folder) if path in set(mine)]
    for path in changed:
        path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~_OTHERS)
    return changed


def _everything(folder: Path) -> Iterator[tuple[Path, os.stat_result]]:
    """A folder and all files and folders in it, but no links; nothing where rights are told otherwise."""
    if not _POSIX or not folder.is_dir():
        return
    yield folder, folder.stat()
    for root, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(root, name)
            found = path.lstat()
            if not stat.S_ISLNK(found.st_mode):
                yield path, found
