"""Recovery codes: 128 random bits in letters and digits that are not mistaken for one another."""

import hashlib
import os

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O and U
_ALIKE = str.maketrans("OIL", "011")
_CHECK_BITS = 12
_LETTERS, _GROUP = 28, 4
_SECRET_BYTES = 16


def made() -> bytes:
    """A new secret."""
    return os.urandom(_SECRET_BYTES)


def written(secret: bytes) -> str:
    """A secret as the user writes it down: seven groups of four, of which the last holds a checksum."""
    number = int.from_bytes(secret) << _CHECK_BITS | _check(secret)
    letters = "".join(_ALPHABET[number >> 5 * place & 31] for place in reversed(range(_LETTERS)))
    return "-".join(letters[start : start + _GROUP] for start in range(0, _LETTERS, _GROUP))


def read(text: str) -> bytes | None:
    """The secret of a code, however it is spaced; None if it is none, or a letter of it is wrong."""
    letters = "".join(text.upper().split()).replace("-", "").translate(_ALIKE)
    if len(letters) != _LETTERS or not set(letters) <= set(_ALPHABET):
        return None
    number = 0
    for letter in letters:
        number = number << 5 | _ALPHABET.index(letter)
    secret = (number >> _CHECK_BITS).to_bytes(_SECRET_BYTES)
    return secret if number & (1 << _CHECK_BITS) - 1 == _check(secret) else None


def _check(secret: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"kith recovery" + secret).digest()[:2]) >> 16 - _CHECK_BITS
