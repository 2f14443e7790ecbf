"""A change of how the gallery is encrypted, as it is asked for."""

from dataclasses import dataclass
from typing import Literal

Recasting = Literal["on", "off", "rekey", "go on"]
"""Encrypt it; decrypt it; give it another key; bring to its end what was broken off."""


@dataclass(frozen=True, slots=True)
class Recast:
    """What came of it.

    Attributes:
        what: What was asked.
        gone: How many copies of the gallery could not be read, and were deleted.
    """

    what: Recasting
    gone: int
