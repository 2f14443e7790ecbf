"""Keys in the system's keyring: Secret Service, Keychain, Credential Manager."""

from app.core.log import Log
from app.core.text import Text, say
from app.keys.errors import LockedError
from app.keys.key import Key

_log = Log(__name__)

_SERVICE = "kith gallery"
_PLAIN = "keyrings.alt"
"""Keyrings that are files, which anybody can read who has the disk."""


def find(name: str) -> Key | None:
    """The key of that name; None if the keyring has none.

    Raises:
        LockedError: There is no keyring, or it is locked.
    """
    import keyring
    import keyring.errors

    try:
        found = keyring.get_password(_SERVICE, name)
        return None if found is None else Key(bytes.fromhex(found))
    except keyring.errors.KeyringError as error:
        raise _unusable(error, say("The gallery's key cannot be got from the system's keyring")) from error
    except ValueError:
        return None


def keep(name: str, key: Key) -> None:
    """Put a key there, and make sure that it is there.

    Raises:
        LockedError: There is no keyring that keeps secrets, or it is locked.
    """
    import keyring
    import keyring.errors

    what = say("The key was not put into the system's keyring")
    try:
        backend = keyring.get_keyring()
        if any(
            type(one).__module__.startswith(_PLAIN) for one in (backend, *getattr(backend, "backends", ()))
        ):
            raise _unusable(None, what)
        keyring.set_password(_SERVICE, name, key.raw.hex())
    except keyring.errors.KeyringError as error:
        raise _unusable(error, what) from error
    found = find(name)
    if found is None or found.raw != key.raw:
        raise _unusable(None, what)


def remove(name: str) -> None:
    """Take a key out of it, if it is there; no error where that cannot be."""
    import keyring
    import keyring.errors

    try:
        if keyring.get_password(_SERVICE, name) is not None:
            keyring.delete_password(_SERVICE, name)
    except keyring.errors.KeyringError as error:
        _log.warning("a key stayed in the keyring", error=error)


def _unusable(error: Exception | None, what: Text) -> LockedError:
    if error is not None:
        _log.warning("no keyring", error=error)
    return LockedError(
        what,
        why=say("this system has no keyring that Kith can use, or it is locked"),
        remedy=say("Unlock it, or use a passphrase; the recovery code opens the gallery too"),
    )
