"""Getting at the key of a gallery, and making one."""

import os
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import UsageError
from app.core.text import say
from app.keys import header, recovery, slots, system
from app.keys.errors import LockedError, WrongSecretError
from app.keys.header import Header, Stored
from app.keys.key import Key, held, hold

LEAST_LETTERS = 8
"""Of a passphrase."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A new key and what gets at it.

    Attributes:
        key: The key.
        header: What is written of it.
        code: Its recovery code, to be shown once.
    """

    key: Key
    header: Header
    code: str


def made(passphrase: str | None) -> Fresh:
    """Make a key.

    Args:
        passphrase: Under which it is sealed; None to keep it in the system's keyring.

    Raises:
        UsageError: The passphrase is too short.
        LockedError: The keyring cannot be used.
    """
    if passphrase is not None and len(passphrase) < LEAST_LETTERS:
        raise UsageError(
            say("the passphrase is too short"),
            remedy=say("Take {n} letters or more: four words make a good one", n=LEAST_LETTERS),
        )
    key, name, secret = Key.made(), os.urandom(16).hex(), recovery.made()
    if passphrase is None:
        system.keep(name, key)
        sealed = None
    else:
        sealed = slots.seal(key, slots.passphrase_bytes(passphrase), f"{name}:passphrase", stretch=True)
    code = slots.seal(key, secret, f"{name}:recovery", stretch=False)
    told = Header(name, header.check_of(key, name), code, sealed, key.layout)
    return Fresh(key, told, recovery.written(secret))


def discard(fresh: Fresh) -> None:
    """Let a key go that was made and is not used."""
    if fresh.header.holder == "keyring":
        system.remove(fresh.header.id)


def key_of(wanted: Header) -> Key:
    """The key, if this process has it, or the system's keyring.

    Raises:
        LockedError: It is neither here nor there.
    """
    if (key := held(wanted.id)) is not None:
        return wanted.applied(key)
    if wanted.holder == "passphrase":
        raise LockedError(
            say("The gallery is locked"),
            why=say("it is encrypted under a passphrase"),
            remedy=say("Give the passphrase, or the recovery code"),
        )
    key = system.find(wanted.id)
    if key is None or not wanted.fits(key):
        raise LockedError(
            say("The gallery is locked"),
            why=say("the system's keyring does not have its key any more"),
            remedy=say("Give the recovery code, then make a new key with kith encrypt rekey"),
        )
    key = wanted.applied(key)
    hold(wanted.id, key)
    return key


def unlock(folder: Path, secret: str) -> None:
    """Get the key of a data folder's gallery by a passphrase or recovery code, and hold it in this process.

    Raises:
        WrongSecretError: It is neither.
        StartError: What is known of the key cannot be read.
    """
    if (stored := header.load(folder)) is not None:
        open_with(stored, secret)


def open_with(stored: Stored, secret: str) -> None:
    """Get a key by a passphrase or recovery code, and hold it in this process.

    Raises:
        WrongSecretError: It is neither.
    """
    for one in stored.headers:
        key = _opened(one, secret)
        if key is not None and one.fits(key):
            hold(one.id, one.applied(key))
            return
    raise WrongSecretError(
        say("That does not open the gallery"),
        why=say("it is neither the passphrase nor the recovery code"),
        remedy=say("Try again; the recovery code was shown as the gallery was encrypted"),
    )


def use_keyring(folder: Path) -> None:
    """Get the key from the system's keyring, if that is where it is.

    Raises:
        LockedError: It is not to be had.
    """
    stored = header.load(folder)
    if stored is not None:
        key_of(stored.headers[0])


def _opened(one: Header, secret: str) -> Key | None:
    if (code := recovery.read(secret)) is not None:
        key = slots.opened(one.recovery, code, f"{one.id}:recovery")
        if key is not None:
            return key
    if one.passphrase is None:
        return None
    return slots.opened(one.passphrase, slots.passphrase_bytes(secret), f"{one.id}:passphrase")
