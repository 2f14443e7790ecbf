"""Files that others name, and files that are written whole or not at all.

One that is named may be a pipe that is never written, or a device that never ends.
"""

import os
import stat
from contextlib import suppress
from errno import EFBIG, EINVAL
from pathlib import Path

from trainer.errors import CheckpointError
from trainer.text import quote, say

_LARGEST_LIST = 256_000_000


def check_plain(path: Path, most: int) -> None:
    """Make sure that a path is one of a file, of so many bytes at most.

    Raises:
        OSError: It is not.
    """
    state = path.stat()
    if not stat.S_ISREG(state.st_mode):
        raise OSError(EINVAL, os.strerror(EINVAL))
    if state.st_size > most:
        raise OSError(EFBIG, os.strerror(EFBIG))


def read_list(path: Path) -> str:
    """The text of a list, in UTF-8.

    Raises:
        OSError: It cannot be read, is no file, or is larger than 256 MB.
        UnicodeDecodeError: It is no text.
    """
    check_plain(path, _LARGEST_LIST)
    return path.read_bytes().decode("utf-8-sig")


def write_whole(path: Path, content: bytes) -> None:
    """Write a file: either the whole of it, or the old one, is there after.

    Raises:
        CheckpointError: The folder cannot be written.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise CheckpointError(
            say("{path} cannot be written", path=path),
            why=quote(error),
            remedy=say("Free some space or choose another folder"),
        ) from error


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
