"""What the engine asks of itself."""

from dataclasses import dataclass

from app.core.text import Text, say
from app.domain.changes import Changes
from app.engine.requests.base import Job, Request, SlowRequest


class OpenLibrary(Request[None]):
    """Open the gallery before anything is asked of it."""


class LookElsewhere(Request[None]):
    """See whether another program has changed the gallery."""


class WarmUp(SlowRequest[None]):
    """Load the models before they are needed."""


@dataclass(frozen=True, slots=True)
class ReadAgain(Job[Changes]):
    """Read the faces again that an earlier version of Kith had read in another way."""

    faces: int

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Reading {count} faces again", count=self.faces)
