"""Visits: who was at a source, from when to when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class VisitState(StrEnum):
    """How a visit stands."""

    HERE = "here"
    """It goes on."""
    LEFT = "left"
    """They went."""
    CUT = "cut"
    """Watching stopped while they were there."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One person at one source, from arriving to leaving.

    Attributes:
        id: Its own.
        person: Identifier of whose it is; None where it was corrected to nobody known.
        name: Of that person, or None.
        source: What was watched, without passwords.
        arrived: When, in UTC.
        seen: When they were seen last, in UTC.
        state: Whether they are still there.
        said: Who it was said to be before it was corrected, or None.
        corrected_at: When, in UTC, or None.
    """

    id: int
    person: int | None
    name: str | None
    source: str
    arrived: datetime
    seen: datetime
    state: VisitState
    said: str | None = None
    corrected_at: datetime | None = None

    @property
    def left(self) -> datetime | None:
        """When they were seen last, once they are gone; None while they are there."""
        return None if self.state == VisitState.HERE else self.seen


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits are wanted; what is None is not asked for.

    Attributes:
        person: Identifier of whose.
        first: The first day, in local time, on which they may have begun.
        last: The last such day.
        source: Where.
    """

    person: int | None = None
    first: date | None = None
    last: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class PresenceStatus:
    """Whether visits are kept.

    Attributes:
        on: Whether the user turned it on.
        today: Visits that began today.
        passed_on: Whether they leave this computer: by a webhook or an MQTT broker.
    """

    on: bool
    today: int
    passed_on: bool = False
