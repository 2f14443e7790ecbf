"""Passwords and tokens of what is told of visits: in the system's keyring, never in a file of Kith's."""

from typing import Literal

from app.core.errors import KnownError
from app.core.log import Log
from app.core.text import say

_log = Log(__name__)

_SERVICE = "kith"

Secret = Literal["mqtt", "webhook"]


class KeyringError(KnownError):
    """This system keeps no secrets for Kith."""


def get(secret: Secret) -> str | None:
    """The secret; None if none is kept.

    Raises:
        KeyringError: There is no keyring, or it is locked.
    """
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(_SERVICE, secret)
    except keyring.errors.KeyringError as error:
        raise _none(error) from error


def keep(secret: Secret, value: str) -> None:
    """Keep a secret; an empty one is forgotten.

    Raises:
        KeyringError: There is no keyring, or it is locked.
    """
    import keyring
    import keyring.errors

    try:
        if value:
            keyring.set_password(_SERVICE, secret, value)
        elif keyring.get_password(_SERVICE, secret) is not None:
            keyring.delete_password(_SERVICE, secret)
    except keyring.errors.KeyringError as error:
        raise _none(error) from error


def _none(error: Exception) -> KeyringError:
    _log.warning("no keyring", error=error)
    return KeyringError(
        say("The password cannot be kept or found"),
        why=say("this system has no keyring that Kith can use, or it is locked"),
        remedy=say("Unlock it, or install one, such as GNOME Keyring or KWallet"),
    )
