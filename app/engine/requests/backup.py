"""Requests about copies of the gallery."""

from dataclasses import dataclass
from pathlib import Path

from app.core.text import say
from app.domain.backup import Backup, Restored
from app.engine.requests.base import Job, Request


@dataclass(frozen=True, slots=True)
class ListBackups(Request[tuple[Backup, ...]]):
    """The copies in the data folder, the newest first."""


@dataclass(frozen=True, slots=True)
class BackUp(Job[Backup]):
    """Copy the gallery, and verify the copy.

    Attributes:
        target: Where to, with its keys beside it; what is there is replaced. By default beside the others.
    """

    target: Path | None = None
    what = say("Copying the gallery")


@dataclass(frozen=True, slots=True)
class Restore(Job[Restored]):
    """Put the gallery back to what a copy of it holds.

    Attributes:
        copy: Its file.
    """

    copy: Path
    what = say("Restoring a copy")
