"""Long jobs, running and past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.core.text import NOTHING, Text

Outcome = Literal["done", "cancelled", "failed"]


@dataclass(frozen=True, slots=True)
class JobStatus:
    """A long job of this engine, running or past.

    Attributes:
        id: The request's number, as `Cancel` takes it.
        title: What it does, in words fit to show.
        started_at: When, in UTC.
        outcome: How it ended, or None while it runs.
        detail: Why it failed or was stopped, or "".
        kind: The name of its request, by which one that runs is found.
        erases: Whether it erases for good: what was listed of jobs before it goes too, once it is done.
    """

    id: int
    title: Text
    started_at: datetime
    outcome: Outcome | None = None
    detail: Text = NOTHING
    kind: str = ""
    erases: bool = False
