"""Rows of a gallery, each sealed under AES-256-GCM with the keys of those it is about."""

import json
import os
import struct
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from app.core.errors import StorageError, UsageError
from app.core.text import say
from app.gallery.owners import Row
from app.keys.copy_keys import KINDS, CopyKeys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_OWNER = 9
"""Bytes of a key's number."""
_LARGEST_BEGIN = 0x80
"""Rows have numbers below 2**63."""
_NONCE = 12
_LENGTH = struct.Struct("<I")
_REMEMBERED = 256


class Kept(NamedTuple):
    """A row of a table; a `spare` one is to be had only where no other form of it is."""

    table: str
    row: Row
    spare: bool = False


class Ciphers:
    """Seals and opens rows.

    Attributes:
        lacking: Keys that would have been needed, and are erased.
    """

    def __init__(self, keys: CopyKeys) -> None:
        self._keys = keys
        self.lacking: set[int] = set()
        self._cipher = lru_cache(_REMEMBERED)(self._made)

    def sealed(self, owners: frozenset[int], rows: list[Kept]) -> tuple[bytes, bytes]:
        """Rows of the same people and faces, sealed: the keys that they take, and what they hold.

        Raises:
            StorageError: One of them is erased.
        """
        named = b"".join(one.to_bytes(_OWNER) for one in sorted(owners))
        cipher = self._cipher(named)
        if cipher is None:
            raise StorageError(
                say("No copy of the gallery was kept"),
                why=say("somebody in it was forgotten, which is not finished"),
                remedy=say("Start Kith again, then try again"),
            )
        nonce = os.urandom(_NONCE)
        return named, nonce + cipher.encrypt(nonce, b"".join(map(_packed, rows)), self._bound(named))

    def opened(self, named: bytes, data: bytes) -> list[Kept]:
        """The rows; none where a key that they take is erased.

        Raises:
            UsageError: They are damaged.
        """
        from cryptography.exceptions import InvalidTag

        if not _is_owners(named) or len(data) < _NONCE:
            raise damaged()
        if (cipher := self._cipher(named)) is None:
            return []
        try:
            return list(_unpacked(cipher.decrypt(data[:_NONCE], data[_NONCE:], self._bound(named))))
        except InvalidTag as error:
            raise damaged() from error

    def _bound(self, named: bytes) -> bytes:
        return b"kith copy" + self._keys.id + named

    def _made(self, named: bytes) -> "AESGCM | None":
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        owners = [int.from_bytes(named[at : at + _OWNER]) for at in range(0, len(named), _OWNER)]
        key = self._keys.of(owners)
        if key is None:
            self.lacking.update(one for one in owners if self._keys.tree.key(one) is None)
        return None if key is None else AESGCM(key)


def _is_owners(named: bytes) -> bool:
    """Whether these are numbers of keys of people and faces: what nobody owns is not sealed."""
    kinds, rows = named[::_OWNER], named[1::_OWNER]
    whole = len(named) > 0 and len(named) % _OWNER == 0
    return whole and max(kinds) < len(KINDS) and max(rows) < _LARGEST_BEGIN


def damaged() -> UsageError:
    """That what is sealed cannot be opened, although all keys are there."""
    return UsageError(
        say("The copy cannot be opened"),
        why=say("what is sealed in it is damaged, or was put there by another program"),
        remedy=say("Choose another copy"),
    )


def _packed(kept: Kept) -> bytes:
    """A row as bytes: the length of a head, that head, in which a blob has its length, and the blobs."""
    values, blobs = dict(kept.row), []
    for name, value in kept.row.items():
        if type(value) is bytes:
            blobs.append(value)
            values[name] = [len(value)]
    head = json.dumps([kept.table, kept.spare, values]).encode()
    return b"".join((_LENGTH.pack(len(head)), head, *blobs))


def _unpacked(data: bytes) -> Iterator[Kept]:
    """What `_packed` gave; of anything else that somebody sealed under these keys, some error of Python's."""
    at = 0
    while at < len(data):
        (length,) = _LENGTH.unpack_from(data, at)
        at += _LENGTH.size + length
        table, spare, values = json.loads(data[at - length : at])
        for name, value in values.items():
            if isinstance(value, list):
                (size,) = value
                if not 0 <= size <= len(data) - at:
                    raise ValueError("no row")
                values[name] = data[at : at + size]
                at += size
        yield Kept(table, values, spare)
