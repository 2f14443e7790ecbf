"""People, and how enrolling them went."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from app.core.text import Text, say_n
from app.domain.alike import Alike
from app.domain.failure import Failure
from app.domain.self_test import SelfTest


@dataclass(frozen=True, slots=True)
class Person:
    """A person enrolled.

    Attributes:
        id: Given once, never to anybody else.
        name: As shown.
        faces: How many active faces they have.
        cover: Their best face, or None while they have none.
        added_at: Since when, in UTC.
        born: Their birth date, where that was said.
    """

    id: int
    name: str
    faces: int
    cover: int | None
    added_at: datetime
    born: date | None = None


@dataclass(slots=True)
class EnrolReport:
    """What came of enrolling one person.

    Attributes:
        name: Theirs, as stored.
        accepted: Pictures, or frames of videos, whose face is now in the gallery as theirs.
        known: How many of these were there before.
        rejected: Inputs that could not be used, each with its reason.
        skipped: How much else lies in the folders, which was left out, by kind; see `trainer.pictures.Found`.
        several: Folders that were not used because they hold several people, a folder each.
        alike: Whom they look like, if that is why nothing was stored.
        test: How well they are recognised on further frames of a camera or video; None where there was none.
    """

    name: str
    accepted: int = 0
    known: int = 0
    rejected: list[Failure] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    several: list[str] = field(default_factory=list)
    alike: Alike | None = None
    test: SelfTest | None = None

    @property
    def added(self) -> Text:
        """What came of it for somebody known, in words."""
        return say_n("Added {n} view of {name}", "Added {n} views of {name}", self.accepted, name=self.name)
