"""What was done and what is going on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    Attributes:
        id: Its own; later ones are larger.
        kind: What was done, in one word: enrol, rename, merge, ...
        label: The same in words fit to show.
        at: When, in UTC.
        undone_at: When it was taken back, or None.
    """

    id: int
    kind: str
    label: str
    at: datetime
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing Kith needs: its name, whether it is there, and what was found."""

    name: str
    ok: bool
    detail: str


Outcome = Literal["done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class JobCard:
    """A long job of this engine, running or past.

    Attributes:
        id: The request's number, as `Cancel` takes it.
        title: What it does, in words fit to show.
        started_at: When, in UTC.
        outcome: How it ended, or None while it runs.
        detail: Why it failed, or "".
    """

    id: int
    title: str
    started_at: datetime
    outcome: Outcome | None = None
    detail: str = ""
