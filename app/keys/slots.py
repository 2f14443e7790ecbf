"""A key sealed under a secret: a passphrase, a recovery code or another key."""

import os
import unicodedata
from dataclasses import asdict, dataclass
from typing import Any, Self

from app.keys.key import BYTES, Key

_MEMORY_KIB, _PASSES, _LANES = 65_536, 3, 4  # RFC 9106, where memory may be short
_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1 << 20, 16, 16
"""A file from elsewhere must not make Kith work for ever, or take all memory."""
_SALT, _NONCE, _TAG = 16, 12, 16


@dataclass(frozen=True, slots=True)
class Slot:
    """A sealed key and how its seal's key comes from the secret.

    Attributes:
        salt: Random bytes.
        sealed: Nonce and AES-256-GCM of the key.
        memory: KiB that Argon2id takes; 0 where the secret is random itself, and HKDF is enough.
        passes: Of Argon2id.
        lanes: Of Argon2id.
    """

    salt: bytes
    sealed: bytes
    memory: int = 0
    passes: int = 0
    lanes: int = 0

    def __post_init__(self) -> None:
        """Refuse what `seal` cannot have made.

        Raises:
            ValueError: It is that.
        """
        stretched = (
            8 * self.lanes <= self.memory <= _MOST_MEMORY_KIB
            and 1 <= self.passes <= _MOST_PASSES
            and 1 <= self.lanes <= _MOST_LANES
        )
        plain = (self.memory, self.passes, self.lanes) == (0, 0, 0)
        if not (stretched or plain) or len(self.salt) != _SALT or len(self.sealed) != _NONCE + BYTES + _TAG:
            raise ValueError("no slot")

    def document(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return asdict(self) | {"salt": self.salt.hex(), "sealed": self.sealed.hex()}

    @classmethod
    def read(cls, found: dict[str, Any]) -> Self:
        """From what JSON kept.

        Raises:
            ValueError, TypeError, KeyError: It is no slot.
        """
        numbers = [found[name] for name in ("memory", "passes", "lanes")]
        if not all(type(number) is int for number in numbers):
            raise TypeError("no number")
        return cls(bytes.fromhex(found["salt"]), bytes.fromhex(found["sealed"]), *numbers)


def seal(key: Key, secret: bytes, bound: str, *, stretch: bool) -> Slot:
    """Seal a key.

    Args:
        key: What is sealed.
        secret: What opens it.
        bound: What the slot belongs to: in another place it does not open.
        stretch: Whether the secret is a person's, who may have chosen one that can be guessed.
    """
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    cost = (_MEMORY_KIB, _PASSES, _LANES) if stretch else (0, 0, 0)
    sealed = AESGCM(_derived(secret, salt, *cost)).encrypt(nonce, key.raw, _bound(bound, *cost))
    return Slot(salt, nonce + sealed, *cost)


def opened(slot: Slot, secret: bytes, bound: str) -> Key | None:
    """The key in a slot, or None if that secret does not open it."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    cost = (slot.memory, slot.passes, slot.lanes)
    derived = _derived(secret, slot.salt, *cost)
    try:
        raw = AESGCM(derived).decrypt(slot.sealed[:_NONCE], slot.sealed[_NONCE:], _bound(bound, *cost))
    except InvalidTag:
        return None
    return Key(raw)


def passphrase_bytes(text: str) -> bytes:
    """A passphrase as bytes, the same however the keyboard composes its letters."""
    return unicodedata.normalize("NFC", text).encode()


def _bound(bound: str, memory: int, passes: int, lanes: int) -> bytes:
    return f"kith:{bound}:{memory}:{passes}:{lanes}".encode()


def _derived(secret: bytes, salt: bytes, memory: int, passes: int, lanes: int) -> bytes:
    if memory:
        from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

        stretched = Argon2id(salt=salt, length=BYTES, iterations=passes, lanes=lanes, memory_cost=memory)
        return stretched.derive(secret)
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), BYTES, salt, b"kith slot").derive(secret)
