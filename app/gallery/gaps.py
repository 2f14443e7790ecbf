"""Zero what the pages of a gallery hold beside their rows: traces of deleted ones, without room on the disk.

Only bytes that no row stands in are written, so a cut at any moment leaves the gallery as it was. The file
must be SQLite's own, with an empty log, and nobody may write to it meanwhile. It is done in a process of its
own: to close a file drops the locks that SQLite has on it in the process (POSIX). The format is described at
<https://www.sqlite.org/fileformat2.html>.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

_MAGIC = b"SQLite format 3\0"
_INNER, _LEAVES = frozenset({2, 5}), frozenset({10, 13})
_FIRST_HEADER = 100
"""Bytes of the database's own header, which begins the first page."""
_MOST_PAGES = 1 << 25
"""Below so many, the first byte tells a page of a tree from one that begins with the number of another."""

Span = tuple[int, int]


def zeroed(file: Path) -> bool:
    """Zero the gaps of a gallery, whose write lock is held; return whether that could be done."""
    command = [sys.executable, "-I", __file__, os.fspath(file)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0  # noqa: S603 - our own file


def zero(file: Path) -> bool:
    """Zero the gaps of a file; False of one that is no plain database of SQLite's, which is left alone.

    Raises:
        OSError: It cannot be read or written.
    """
    with file.open("r+b", buffering=0) as database:
        head = database.read(_FIRST_HEADER)
        size = int.from_bytes(head[16:18]) if head.startswith(_MAGIC) else 0
        size = 1 << 16 if size == 1 else size
        pages = os.fstat(database.fileno()).st_size // size if size else _MOST_PAGES
        if pages >= _MOST_PAGES:
            return False

        def read(number: int) -> bytes:
            return os.pread(database.fileno(), size, number * size)

        for number in range(pages):
            page, header = read(number), _FIRST_HEADER if number == 0 else 0
            for start, end in gaps(page, header, size - head[20]):
                if page[start:end].strip(b"\0"):
                    os.pwrite(database.fileno(), bytes(end - start), number * size + start)
        for number, start in _free(read, int.from_bytes(head[32:36]), pages):
            os.pwrite(database.fileno(), bytes(size - start), number * size + start)
        os.fsync(database.fileno())
    return True


def _free(read: Callable[[int], bytes], trunk: int, pages: int) -> Iterator[tuple[int, int]]:
    """Pages that are used for nothing, counted from 0, each with where its free part begins.

    Each trunk of their list names the next and up to some hundreds of leaves.
    """
    for _ in range(pages):
        if not 0 < trunk <= pages:
            return
        page, number = read(trunk - 1), trunk - 1
        words = [int.from_bytes(page[i : i + 4]) for i in range(0, len(page), 4)]
        trunk, count = words[:2]
        yield number, min(8 + 4 * count, len(page))
        yield from ((leaf - 1, 0) for leaf in words[2 : 2 + count] if 1 < leaf <= pages)


def gaps(page: bytes, header: int, usable: int) -> Iterator[Span]:
    """Where in a page no row stands; nowhere in one that is no page of a tree, or makes no sense.

    Args:
        page: Its bytes.
        header: Where its header begins.
        usable: How many of its bytes SQLite uses.
    """
    kind = page[header]
    if kind not in _INNER | _LEAVES:
        return
    block, cells, content = (int.from_bytes(page[header + i : header + i + 2]) for i in (1, 3, 5))
    start = header + (12 if kind in _INNER else 8) + 2 * cells
    content = content or 1 << 16
    if start <= content <= usable:
        yield start, content
    while content <= block <= usable - 4:
        following, length = (int.from_bytes(page[block + i : block + i + 2]) for i in (0, 2))
        yield block + 4, min(block + length, usable)
        if following <= block:
            return
        block = following


if __name__ == "__main__":
    sys.exit(0 if zero(Path(sys.argv[1])) else 1)
