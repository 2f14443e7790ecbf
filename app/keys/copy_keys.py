"""The keys of copies: one for each person and each face, kept beside the gallery and in no copy of it.

What a copy holds of them is sealed under these. Whoever is erased loses their key, and with it every copy,
wherever it was carried, loses them. The file lies in the data folder, and once more in `backups`; while the
gallery is encrypted these are, too. One that goes along with a copy is not: an encrypted copy opens only with
the gallery's key.
"""

import hashlib
import os
from collections.abc import Collection, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.core import files
from app.core.errors import StartError
from app.core.text import Text, quote, say
from app.keys import sealed
from app.keys.errors import LockedError
from app.keys.tree import SEED, Tree

NAME = "copies.keys"
MAGIC = b"kith copy keys 1\n"
ID = 16
"""Bytes of what tells the keys of one gallery from those of others."""
_SUM = 32
_MOST_BYTES = 32_000_000
_ROW_BITS = 64
_LAST = 1 << 63
"""Beyond the largest number that SQLite gives."""

Kind = Literal["person", "face"]
KINDS: tuple[Kind, ...] = ("person", "face")


def number(kind: Kind, row: int) -> int:
    """Which key is that of a person or face, by its number in the gallery."""
    return (KINDS.index(kind) << _ROW_BITS) + row % (1 << _ROW_BITS)


def kind_of(key: int) -> Kind:
    """Whose key that is."""
    return KINDS[key >> _ROW_BITS]


def row_of(key: int) -> int:
    """The number in the gallery of whose key that is."""
    return key % (1 << _ROW_BITS)


@dataclass(frozen=True, slots=True)
class CopyKeys:
    """The keys of one gallery's copies.

    Attributes:
        id: What tells them from those of other galleries.
        tree: The keys by `number`.
    """

    id: bytes
    tree: Tree

    @classmethod
    def made(cls) -> "CopyKeys":
        """New ones."""
        return cls(os.urandom(ID), Tree.made())

    def of(self, owners: Iterable[int]) -> bytes | None:
        """The key of what is about several at once; None where the key of one of them is erased.

        It takes all of theirs to make it.
        """
        found = [self.tree.key(one) for one in sorted(owners)]
        if None in found:
            return None
        whole = b"".join(one for one in found if one is not None)
        return hashlib.blake2b(whole, digest_size=SEED, person=b"kith owners").digest()

    def last_erased(self, kind: Kind) -> int:
        """The largest number of a person or face whose key is erased, or 0."""
        first = number(kind, 0)
        return max((self.tree.last_erased(first + _LAST) or 0) - first, 0)

    def written(self) -> bytes:
        """As a file keeps them."""
        body = MAGIC + self.id + self.tree.written()
        return body + hashlib.sha256(body).digest()

    @classmethod
    def read(cls, data: bytes) -> "CopyKeys":
        """What `written` gave.

        Raises:
            ValueError: It is none, or damaged.
        """
        body, total = data[:-_SUM], data[-_SUM:]
        if not body.startswith(MAGIC) or hashlib.sha256(body).digest() != total:
            raise ValueError("damaged")
        start = len(MAGIC) + ID
        return cls(body[len(MAGIC) : start], Tree.read(body[start:]))


def places(folder: Path) -> tuple[Path, Path]:
    """Where the file lies in a data folder: in it, and once more."""
    return folder / NAME, folder / "backups" / NAME


def load_from(path: Path) -> CopyKeys:
    """Read a file.

    Raises:
        LockedError: It is encrypted, and its key is not here.
        StartError: It is none, damaged, or cannot be read.
    """
    try:
        data = files.read_bytes(path, _MOST_BYTES)
        return CopyKeys.read(sealed.opened(data) if data.startswith(sealed.MAGIC) else data)
    except OSError as error:
        raise _unreadable(path, quote(error)) from error
    except ValueError as error:
        raise _unreadable(path, say("it is damaged, or no file with the keys of copies")) from error


def load(folder: Path) -> CopyKeys | None:
    """The keys of a data folder; None where it has none.

    Raises:
        LockedError: They are encrypted, and the gallery's key is not here.
        StartError: Neither file can be read.
    """
    failed: StartError | None = None
    for path in places(folder):
        try:
            if path.exists():
                return load_from(path)
        except LockedError:
            raise
        except StartError as error:
            failed = failed or error
    if failed is not None:
        raise failed
    return None


def stand(folder: Path) -> bool:
    """Whether both files of a data folder hold the same keys, or there is none."""
    if not any(path.exists() for path in places(folder)):
        return True
    try:
        first, second = map(load_from, places(folder))
    except LockedError:
        return True
    except StartError:
        return False
    return first.written() == second.written()


def kept(folder: Path) -> CopyKeys:
    """The keys of a data folder, which are made where there are none. Hold the gallery's write lock.

    Raises:
        LockedError: They are encrypted, and the gallery's key is not here.
        StartError: They cannot be read.
        OSError: They cannot be written.
    """
    keys = load(folder)
    if keys is None:
        keys = CopyKeys.made()
        save(folder, keys)
    return keys


def erase(folder: Path, owners: Collection[int]) -> bool:
    """Erase the keys of people and faces; return whether one was there. Hold the gallery's write lock.

    Raises:
        LockedError: The keys are encrypted, and the gallery's key is not here.
        OSError: They cannot be written.
    """
    keys = load(folder)
    if keys is None:
        return False
    gone = keys.tree.erase(owners)
    if gone or not stand(folder):  # of the two files one may be as it was, where this was cut off before
        save(folder, keys)
    return gone


def save(folder: Path, keys: CopyKeys) -> None:
    """Write both files of a data folder; what lay there is overwritten.

    Raises:
        LockedError: The gallery's key is not here.
        OSError: They cannot be written.
    """
    for path in places(folder):
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _write(keys, path, sealed.name_for(folder))


def recast(folder: Path, name: str | None) -> list[Path]:
    """Put both files under the gallery's key of that identifier, or have them plain.

    Returns:
        Those that could not be read, and were deleted.

    Raises:
        OSError: One cannot be read or written.
    """
    return [path for path in places(folder) if path.exists() and not sealed.recast_or_wipe(path, name)]


def mend(folder: Path) -> None:
    """Write both files anew from the one that can be read, or else new keys: no earlier copy opens then.

    Raises:
        LockedError: The gallery's key is not here.
        OSError: They cannot be written.
    """
    try:
        keys = load(folder)
    except LockedError:
        raise
    except StartError:
        keys = None
    save(folder, keys or CopyKeys.made())


def give(keys: CopyKeys, path: Path) -> None:
    """Write keys to a file that goes along with a copy; what lay there is overwritten.

    Raises:
        OSError: It cannot be written.
    """
    _write(keys, path, None)


def _write(keys: CopyKeys, path: Path, name: str | None) -> None:
    path = path.resolve()  # what a link leads to is the file
    with files.overwritten(path) if path.is_file() else nullcontext():
        sealed.write(path, keys.written(), name)
    files.sync(path.parent)


def _unreadable(path: Path, why: Text) -> StartError:
    return StartError(
        say("The keys of copies, {path}, cannot be read", path=path),
        why=why,
        remedy=say("Put back the file that was written beside a copy, or run kith doctor --repair"),
    )
