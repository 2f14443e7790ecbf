"""What an action is."""

from typing import Protocol

from app.core.errors import KnownError
from app.core.log import Code
from app.core.text import Text
from app.services.presence.book import Told


class ActionError(KnownError):
    """An action did not succeed; it is tried again."""


class HopelessError(ActionError):
    """An action did not succeed and never will as it is set up: it is not tried again."""


class Action(Protocol):
    """One way to tell others of visits. One thread at a time.

    Attributes:
        code: What it is, for the log.
        name: What it is, fit to show.
    """

    code: Code
    name: Text

    def begin(self) -> None:
        """Get ready, where that is due.

        Raises:
            KnownError: It cannot; it is tried again with the first visit.
        """

    def deliver(self, told: Told) -> None:
        """Tell of a visit that has begun or ended.

        Raises:
            ActionError: It was not taken.
        """

    def close(self) -> None:
        """Say goodbye, where that is due."""
