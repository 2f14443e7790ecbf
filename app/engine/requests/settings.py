"""Requests about settings and this computer."""

from dataclasses import dataclass

from app.core.settings import Settings
from app.core.text import say
from app.domain.check import Check
from app.engine.requests.base import Job, Request


@dataclass(frozen=True, slots=True)
class GetSettings(Request[Settings]):
    """The user's choices."""


@dataclass(frozen=True, slots=True)
class SetSettings(Request[Settings]):
    """Store the user's choices; live view takes them over at once."""

    settings: Settings


@dataclass(frozen=True, slots=True)
class Doctor(Job[tuple[Check, ...]]):
    """Check this computer: libraries, device, gallery, models.

    Attributes:
        repair: Whether to mend first what can be.
    """

    repair: bool = False
    what = say("Checking this computer")
