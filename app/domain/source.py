"""What can be watched."""

from dataclasses import dataclass

from app.core.text import Text


@dataclass(frozen=True, slots=True)
class Source:
    """A camera that can be watched.

    Attributes:
        address: What `StartLive` takes.
        name: As shown.
    """

    address: str
    name: Text
