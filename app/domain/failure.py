"""What could not be used, and why."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be used, and why, in words fit to show."""

    path: str
    reason: str
