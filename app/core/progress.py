"""Progress and cancelling of long jobs."""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event

from app.core.errors import Cancelled
from app.core.text import Text


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long job is.

    Attributes:
        done: Units finished and safely stored.
        total: Units in all, or 0 while that is not known.
        label: What is being done, or the unit just finished.
    """

    done: int
    total: int
    label: Text


ProgressSink = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """Sink for callers that do not want to hear."""


class CancelToken:
    """A flag that a job polls and anyone may set, from any thread."""

    def __init__(self) -> None:
        self._event = Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next safe point."""
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        """Sleep, but no longer than until it is set."""
        self._event.wait(seconds)

    def check(self) -> None:
        """Raise `Cancelled` if the job was asked to stop."""
        if self._event.is_set():
            raise Cancelled
