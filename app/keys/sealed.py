"""Files beside the gallery that are encrypted as it is: whole, under keys that come from the gallery's.

A sealed file begins with `MAGIC`, the identifier of the gallery's key and a salt. Pieces of 1 MiB follow,
each under AES-256-GCM with a key of this file alone. A piece's number and whether it is the last are its
nonce, so that none can be left out, added or put elsewhere.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app.core import files
from app.core.errors import KnownError, StartError
from app.core.log import Log
from app.core.text import say
from app.keys import header
from app.keys.errors import LockedError
from app.keys.key import BYTES, held

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_log = Log(__name__)

MAGIC = b"kith sealed 1\n"
_NAME, _SALT, _TAG = 16, 16, 16
_HEAD = len(MAGIC) + _NAME + _SALT
_PIECE = 1 << 20


def name_for(folder: Path) -> str | None:
    """The identifier of the key under which files of a data folder are to be; None while it is plain.

    Raises:
        StartError: What is known of the key cannot be read.
    """
    stored = header.load(folder)
    return None if stored is None or stored.now is None else stored.now.id


def is_sealed(path: Path) -> bool:
    """Whether a file is one.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read(path: Path) -> bytes:
    """What a file holds, sealed or plain.

    Raises:
        LockedError: It is sealed, and its key is not here.
        StartError: It is damaged.
        OSError: It cannot be read.
    """
    data = path.read_bytes()
    try:
        return opened(data) if data.startswith(MAGIC) else data
    except ValueError as error:
        raise StartError(
            say("{path} cannot be decrypted", path=path),
            why=say("it is damaged, or was changed"),
            remedy=say("Put a good copy in its place"),
        ) from error


def opened(data: bytes) -> bytes:
    """What sealed bytes hold.

    Raises:
        LockedError: Their key is not here.
        ValueError: They are damaged, or none.
    """
    from cryptography.exceptions import InvalidTag

    if len(data) < _HEAD or not data.startswith(MAGIC):
        raise ValueError("damaged")
    head = data[:_HEAD]
    places = range(_HEAD, max(len(data), _HEAD + 1), _PIECE + _TAG)  # without any piece they are damaged
    pieces = [data[start : start + _PIECE + _TAG] for start in places]
    try:
        cipher = _cipher(head)
        return b"".join(
            cipher.decrypt(nonce, piece, head)
            for nonce, piece in zip(_nonces(len(pieces)), pieces, strict=True)
        )
    except InvalidTag as error:
        raise ValueError("damaged") from error


def sealed(data: bytes, name: str) -> bytes:
    """Bytes under the key of that identifier.

    Raises:
        LockedError: That key is not here.
    """
    head = MAGIC + bytes.fromhex(name) + os.urandom(_SALT)
    cipher = _cipher(head)
    pieces = [data[start : start + _PIECE] for start in range(0, len(data), _PIECE)] or [b""]
    parts = zip(_nonces(len(pieces)), pieces, strict=True)
    return head + b"".join(cipher.encrypt(nonce, piece, head) for nonce, piece in parts)


def write(path: Path, data: bytes, name: str | None) -> None:
    """Write a file whole or not at all, under the key of that identifier, or plain.

    Raises:
        LockedError: That key is not here.
        OSError: It cannot be written.
    """
    kept = data if name is None else sealed(data, name)
    with files.replacing(path) as part:
        part.write(kept)


def recast(path: Path, name: str | None) -> None:
    """Put a file under the key of that identifier, or have it plain; what lay there before is overwritten.

    Raises:
        LockedError: A key is not here.
        StartError: It is damaged.
        OSError: It cannot be read or written: it is as it was.
    """
    if _name_of(path) == name:
        return
    data = read(path)
    with files.overwritten(path):
        write(path, data, name)
        files.sync(path.parent)


def recast_or_wipe(path: Path, name: str | None) -> bool:
    """Do so; delete the file, and return False, where it cannot be decrypted.

    Raises:
        OSError: It cannot be read or written: it is as it was.
    """
    try:
        recast(path, name)
    except KnownError as error:
        _log.warning("a file could not be encrypted anew and is deleted", error=error)
        files.wipe(path)
        return False
    return True


def _name_of(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(_HEAD)
    return head[len(MAGIC) : len(MAGIC) + _NAME].hex() if head.startswith(MAGIC) else None


def _nonces(count: int) -> Iterator[bytes]:
    return (number.to_bytes(11) + bytes([number == count - 1]) for number in range(count))


def _cipher(head: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    name, salt = head[len(MAGIC) : len(MAGIC) + _NAME].hex(), head[_HEAD - _SALT :]
    key = held(name)
    if key is None:
        raise LockedError(
            say("A file of the gallery is locked"),
            why=say("it is encrypted, and its key is not here"),
            remedy=say("Open the gallery first"),
        )
    return AESGCM(HKDF(SHA256(), BYTES, salt, b"kith file").derive(key.raw))
