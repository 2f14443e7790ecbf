"""What can be watched."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """A camera that can be watched.

    Attributes:
        address: What `StartLive` takes.
        name: As shown.
    """

    address: str
    name: str
