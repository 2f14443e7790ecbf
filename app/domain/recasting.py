"""A change of how the gallery is encrypted, as it is asked for."""

from dataclasses import dataclass
from typing import Literal

from app.core.text import Text, say_n

Recasting = Literal["on", "off", "rekey", "go on", "put back"]
"""Encrypt it; decrypt it; give it another key; bring to its end what was broken off; put back the copy of
what opens it."""


@dataclass(frozen=True, slots=True)
class Recast:
    """What came of it.

    Attributes:
        what: What was asked.
        gone: How many copies of the gallery, and retrained networks, could not be read and were deleted.
    """

    what: Recasting
    gone: int


def gone_text(count: int) -> Text:
    """What to say of files that could not be read and were deleted."""
    return say_n(
        "{n} file could not be read and was deleted: a copy in backups, or a model trained on people.",
        "{n} files could not be read and were deleted: copies in backups, or models trained on people.",
        count,
    )
