"""What the window remembers that may bear names, sealed as one word of letters and digits."""

import json
from binascii import Error, a2b_hex

from app.keys import sealed
from app.keys.errors import LockedError

ENTRY = "private"
"""What the entry is called in the window's file."""
MOST_BYTES = 10_000_000
"""No window writes as much into its file."""


def opened(word: str) -> dict[str, str]:
    """Values by their keys; nothing where that is damaged, or the key is not here: they are but habits."""
    try:
        found = json.loads(sealed.opened(a2b_hex(word)))
        return {str(key): str(value) for key, value in found.items()}
    except (Error, ValueError, AttributeError, LockedError):
        return {}


def word_of(values: dict[str, str], name: str) -> str:
    """Values sealed under the key of that identifier.

    Raises:
        LockedError: That key is not here.
    """
    return sealed.sealed(json.dumps(values).encode(), name).hex()
