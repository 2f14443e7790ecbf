"""What can be watched, and that it was lost."""

from dataclasses import dataclass

from app.core.errors import KithError
from app.core.text import Text

READER = "camera"
"""The name of the threads that read cameras and streams, any of which may hang in a driver."""


@dataclass(frozen=True, slots=True)
class Source:
    """A camera that can be watched.

    Attributes:
        address: What `StartLive` takes.
        name: As shown.
    """

    address: str
    name: Text


@dataclass(frozen=True, slots=True)
class Lost:
    """A camera or stream gives no pictures any more; it is tried again until it does.

    Attributes:
        error: What happened.
        time: Of its last picture, in seconds since the source was opened.
    """

    error: KithError
    time: float
