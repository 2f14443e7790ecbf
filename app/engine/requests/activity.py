"""Requests about what was done and what is going on."""

from dataclasses import dataclass

from app.domain.changes import Changes
from app.domain.job import JobStatus
from app.domain.journal import JournalEntry
from app.engine.requests.base import Control, Request


@dataclass(frozen=True, slots=True)
class History(Request[tuple[JournalEntry, ...]]):
    """What was done, newest first, or of that what was done with one person."""

    limit: int = 100
    person: int | None = None


@dataclass(frozen=True, slots=True)
class Undo(Request[Changes]):
    """Take back the newest change."""


@dataclass(frozen=True, slots=True)
class UndoAlone(Request[Changes]):
    """Take back one change alone; what of it was changed since stays as it is."""

    entry: int


@dataclass(frozen=True, slots=True)
class UndoBackTo(Request[Changes]):
    """Take back all that was done after a change."""

    entry: int


@dataclass(frozen=True, slots=True)
class Redo(Request[Changes]):
    """Do again what was undone last."""


@dataclass(frozen=True, slots=True)
class ListJobs(Control[tuple[JobStatus, ...]]):
    """The jobs of this engine, newest first; requests answered in a moment are not listed."""


@dataclass(frozen=True, slots=True)
class Cancel(Control[None]):
    """Ask a job to stop at its next safe point."""

    job: int
