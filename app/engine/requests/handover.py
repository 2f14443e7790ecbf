"""Requests about other programs: names and photos in from them and out to them."""

from dataclasses import dataclass
from pathlib import Path

from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.handover import NamesPlan, NamesWritten, PlannedName
from app.engine.requests.base import Job, SlowRequest


@dataclass(frozen=True, slots=True)
class PlanNames(Job[NamesPlan]):
    """Say whom other programs named, and which names can be taken over; nothing is."""

    source: Path

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Looking for names in {folder}", folder=self.source.name)


@dataclass(frozen=True, slots=True)
class TakeNames(SlowRequest[Changes]):
    """Give faces the names that were planned, as one change."""

    people: tuple[PlannedName, ...]
    source: str


@dataclass(frozen=True, slots=True)
class WriteNames(Job[NamesWritten]):
    """Write who is in photos beside them, or of everyone; `dry_run` only says what would be written."""

    people: tuple[int, ...] | None = None
    in_files: bool = False
    dry_run: bool = False

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Looking for names to write") if self.dry_run else say("Writing names beside photos")
