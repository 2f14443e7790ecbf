"""Requests about people."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from app.core.text import Text, say
from app.domain.alike import AlikePair
from app.domain.changes import Changes
from app.domain.consent import Consent, Lapsed
from app.domain.erasing import Erasing
from app.domain.erasure import Erasure
from app.domain.person import Person
from app.domain.samples import Samples
from app.engine.requests.base import Job, Request, SlowRequest


@dataclass(frozen=True, slots=True)
class ListPeople(Request[tuple[Person, ...]]):
    """Everyone enrolled, by name."""


@dataclass(frozen=True, slots=True)
class FacesOfPerson(Request[tuple[int, ...]]):
    """A person's active faces by identifier, best first."""

    person: int


@dataclass(frozen=True, slots=True)
class ConsentsOf(Request[tuple[Consent, ...]]):
    """What a person agreed to, the newest first."""

    person: int


@dataclass(frozen=True, slots=True)
class SamplesOf(SlowRequest[Samples]):
    """What a person's active faces are worth: poses covered, who is near, which may be better without."""

    person: int


@dataclass(frozen=True, slots=True)
class AlikePairs(SlowRequest[tuple[AlikePair, ...]]):
    """People enrolled who may be one, the most alike first, without those said to be two."""


@dataclass(frozen=True, slots=True)
class Rename(Request[Changes]):
    """Give a person another name.

    Fails with `LooksEnrolled` where they look like somebody else, unless `apart` says that they are not.
    """

    person: int
    name: str
    apart: bool = False


@dataclass(frozen=True, slots=True)
class SetBirth(Request[Changes]):
    """Keep when a person was born; None where it is not known."""

    person: int
    born: date | None


@dataclass(frozen=True, slots=True)
class Merge(Request[Changes]):
    """Make two people one: `target` keeps the name.

    Fails with `LooksEnrolled` where the source looks more like a third, unless `apart` says that it is not.
    """

    source: int
    target: int
    apart: bool = False


@dataclass(frozen=True, slots=True)
class SayTwo(Request[Changes]):
    """Say that two people are not one, however alike they are."""

    person: int
    other: int


@dataclass(frozen=True, slots=True)
class RemovePerson(Request[Changes]):
    """Take a person and their faces out of view; undo brings them back."""

    person: int


@dataclass(frozen=True, slots=True)
class Forget(Job[Erasure]):
    """Erase a person for good, every trace in the files too. Cannot be undone or cancelled."""

    erases: ClassVar[bool] = True
    what: ClassVar[Text] = say("Forgetting somebody")  # a name would stand in the list of jobs

    name: str


@dataclass(frozen=True, slots=True)
class WouldErase(SlowRequest[Erasure]):
    """What `Erase` would do; nothing is done."""

    wanted: Erasing


@dataclass(frozen=True, slots=True)
class Erase(Job[Erasure]):
    """Erase faces for good, and every trace in the files. Cannot be undone or cancelled."""

    erases: ClassVar[bool] = True
    what: ClassVar[Text] = say("Erasing faces")

    wanted: Erasing


@dataclass(frozen=True, slots=True)
class Withdraw(Request[Changes]):
    """Note that a person withdraws what they agreed to: they are matched no more. Undo takes it back."""

    person: int


@dataclass(frozen=True, slots=True)
class AgreeFurther(Request[Changes]):
    """Keep what a person agrees to from now on. Undo takes it back."""

    person: int
    consent: Consent


@dataclass(frozen=True, slots=True)
class LapsedPeople(Request[tuple[Lapsed, ...]]):
    """Who agrees no more, by name."""


@dataclass(frozen=True, slots=True)
class AboutClock(Request[Text]):
    """Where the computer's clock is not believed: why, and what to do; else nothing."""


@dataclass(frozen=True, slots=True)
class EndingPeople(Request[tuple[Lapsed, ...]]):
    """Whose term will be over in so many days, the soonest first."""

    days: int
