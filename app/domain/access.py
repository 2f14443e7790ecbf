"""What the access log tells: numbers, no names."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What was done with what is known of people."""

    EXPORT = "export"
    PERSON = "person"
    FORGET = "forget"
    ERASE = "erase"
    WITHDRAW = "withdraw"
    PICTURES = "pictures"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Access:
    """One entry.

    Attributes:
        id: Its number, from 1 without gaps.
        at: When, in UTC.
        what: What was done.
        person: The number of the person, where it was one.
        count: How many people or faces.
    """

    id: int
    at: datetime
    what: What
    person: int | None
    count: int
