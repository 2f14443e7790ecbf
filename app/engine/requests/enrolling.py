"""Requests that enrol people."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from app.core.text import Text, say, say_n
from app.domain.changes import Changes
from app.domain.consent import Consent
from app.domain.people_plan import PeoplePlan, PlannedPerson
from app.domain.person import EnrolReport
from app.engine.requests.base import Control, Job, SlowRequest


@dataclass(frozen=True, slots=True)
class EnrolFiles(Job[EnrolReport]):
    """Add a person, or more faces of theirs, from pictures, folders and videos.

    Fails with `LooksEnrolled`, as every enrolment does, where they look like somebody else who is enrolled,
    unless `apart` says that they are nobody else. `consent` is kept before the first face.
    """

    name: str
    paths: tuple[str, ...]
    apart: bool = False
    consent: Consent | None = None

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Enrolling {name}", name=self.name)


@dataclass(frozen=True, slots=True)
class PlanPeople(Job[PeoplePlan]):
    """Say who would be enrolled from the folders inside a folder; nobody is."""

    folder: Path

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Looking for people in {folder}", folder=self.folder.name)


@dataclass(frozen=True, slots=True)
class EnrolMany(Job[tuple[EnrolReport, ...]]):
    """Add people, a folder each. Who looks like somebody else who is enrolled is left out, and named.

    `consent` is what each of them agreed to.
    """

    people: tuple[PlannedPerson, ...]
    consent: Consent | None = None

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say_n("Enrolling {n} person", "Enrolling {n} people", len(self.people))


@dataclass(frozen=True, slots=True)
class EnrolFromSource(Job[EnrolReport]):
    """Add a person from a camera, with frames and `Guided` on the way; stops live view.

    It ends by itself when all poses were seen, or by `FinishEnrolment` with those seen so far.
    """

    awaited: ClassVar[bool] = True
    name: str
    source: str
    apart: bool = False
    consent: Consent | None = None

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Enrolling {name}", name=self.name)


@dataclass(frozen=True, slots=True)
class FinishEnrolment(Control[None]):
    """Let the enrolment from a source end now, and keep the poses seen so far."""

    job: int


@dataclass(frozen=True, slots=True)
class ChooseFace(Control[None]):
    """Say who of several before the camera is to be enrolled: the track of a face in the newest `Guided`."""

    job: int
    track: int


@dataclass(frozen=True, slots=True)
class EnrolTrack(SlowRequest[Changes]):
    """Say who a face in live view is or was: its best views are enrolled."""

    track: int
    name: str
    apart: bool = False
    consent: Consent | None = None


@dataclass(frozen=True, slots=True)
class DenyTrack(SlowRequest[Changes]):
    """Say who a face in live view is not: its best views are kept, so that no such name comes again."""

    track: int
    names: tuple[str, ...]
