"""People, and how enrolling them went."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.failure import Failure


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person enrolled.

    Attributes:
        id: Theirs.
        name: As shown.
        faces: How many active faces they have.
        cover: Their best face, or None while they have none.
        added_at: Since when, in UTC.
    """

    id: int
    name: str
    faces: int
    cover: int | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class EnrolReport:
    """A person enrolled.

    Attributes:
        name: Theirs, as stored.
        accepted: Pictures or frames whose face is theirs now.
        rejected: Inputs that could not be used, each with its reason.
    """

    name: str
    accepted: int
    rejected: tuple[Failure, ...] = ()
