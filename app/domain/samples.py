"""What a person's samples are worth: the faces that they are recognised by."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.alike import Alike


class Fault(StrEnum):
    """Why a sample may be better without: it may be somebody else, says nothing, or says what others say."""

    STRANGE = "strange"
    UNCLEAR = "unclear"
    REPEATED = "repeated"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Samples that may be better without.

    Attributes:
        fault: Why.
        faces: Which, best first.
        likely: The name of whom they look like, or "" where that is nobody enrolled.
    """

    fault: Fault
    faces: tuple[int, ...]
    likely: str = ""


@dataclass(frozen=True, slots=True)
class Separation:
    """How well a person is told from the one who is nearest to them.

    Attributes:
        nearest: Who that is, and how many strangers would be as near.
        score: How near, on the scale of cosines.
        needed: The score that a name needs.
        lead: What a name needs over the other of the two, if that is more than over anybody; else 0.
    """

    nearest: Alike
    score: float
    needed: float
    lead: float


@dataclass(frozen=True, slots=True)
class Samples:
    """All that is known of one person's samples.

    Attributes:
        poses: How many show each pose, of those in which the person can be recognised.
        separation: From whom they are to be told; None where nobody else is enrolled.
        doubtful: Those that may be better without, the likely mistakes first.
    """

    poses: Mapping[str, int]
    separation: Separation | None = None
    doubtful: tuple[Doubtful, ...] = ()
