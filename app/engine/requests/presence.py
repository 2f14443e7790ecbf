"""Requests about who came and went."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.domain.changes import Changes
from app.domain.visit import PresenceStatus, Visit, VisitFilter
from app.engine.requests.base import Request, SlowRequest


@dataclass(frozen=True, slots=True)
class GetPresence(Request[PresenceStatus]):
    """Whether presence is kept, and how many visits began today."""


@dataclass(frozen=True, slots=True)
class ListVisits(Request[tuple[Visit, ...]]):
    """Visits, the newest first."""

    wanted: VisitFilter = field(default_factory=VisitFilter)
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class ListVisitSources(Request[tuple[str, ...]]):
    """Where there were visits."""


@dataclass(frozen=True, slots=True)
class CorrectVisit(Request[Changes]):
    """Say whose a visit really was; a name of None stands for nobody known."""

    visit: int
    name: str | None


@dataclass(frozen=True, slots=True)
class DeleteVisits(Request[Changes]):
    """Delete visits; undo brings them back."""

    visits: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ExportVisits(Request[int]):
    """Write visits to a .csv or .json file, and say how many."""

    path: Path
    wanted: VisitFilter = field(default_factory=VisitFilter)


@dataclass(frozen=True, slots=True)
class KeepSecret(SlowRequest[None]):
    """Keep a password or token in the system's keyring, or forget it if it is empty."""

    secret: Literal["mqtt", "webhook"]
    value: str = field(repr=False)


class SweepVisits(Request[None]):
    """Erase visits that are older than the user wants them kept, and if wanted who agrees no more."""
