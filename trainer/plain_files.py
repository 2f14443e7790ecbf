"""Files that others name: each may be a pipe that is never written, or a device that never ends."""

import os
import stat
from errno import EFBIG, EINVAL
from pathlib import Path

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
