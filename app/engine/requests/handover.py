"""Requests about other programs: names and photos in from them and out to them."""

from dataclasses import dataclass
from pathlib import Path

from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.handover import (
    FilesWritten,
    LibraryPlan,
    LibraryWritten,
    NamesPlan,
    NamesWritten,
    PlannedName,
)
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
class TakeNames(Job[Changes]):
    """Give faces the names that were planned, and draw boxes where there is none, as one change."""

    what = say("Taking over names")
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


@dataclass(frozen=True, slots=True)
class CopyPhotos(Job[FilesWritten]):
    """Copy the photos of these people, or of everyone, into a folder for each below one that is there."""

    what = say("Copying photos")
    folder: Path
    people: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class WriteTable(SlowRequest[int]):
    """Write who is on which photo to a .csv or .json file, of these people or all; say how many faces."""

    path: Path
    people: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class WriteSheet(Job[int]):
    """Write a contact sheet of these people, or of everyone, as one HTML file; say how many faces."""

    what = say("Writing a contact sheet")
    path: Path
    people: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class ExportLibrary(Job[LibraryWritten]):
    """Write the whole library to one file."""

    what = say("Writing the library")
    path: Path


@dataclass(frozen=True, slots=True)
class PlanLibrary(Job[LibraryPlan]):
    """Say what another library would add to this one; nothing is."""

    what = say("Looking at a library")
    path: Path


@dataclass(frozen=True, slots=True)
class ImportLibrary(Job[Changes]):
    """Bring another library into this one, as one change."""

    what = say("Bringing in a library")
    path: Path
