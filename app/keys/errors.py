"""What keeps a key from being got at."""

from app.core.errors import StartError


class LockedError(StartError):
    """The gallery is encrypted, and its key is not here: a passphrase or recovery code opens it."""


class WrongSecretError(LockedError):
    """What was given is neither the passphrase nor the recovery code."""
