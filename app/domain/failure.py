"""What could not be used, and why."""

from dataclasses import dataclass

from app.core.text import Text


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be used, and why, in words fit to show."""

    path: str
    reason: Text
