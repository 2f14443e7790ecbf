"""What the user may choose of a retraining, and what Kith doubts before it."""

from dataclasses import dataclass
from typing import Literal

Depth = Literal["auto", "head", "blocks"]
Effort = Literal["quick", "usual", "long"]
DEPTHS: tuple[Depth, ...] = ("auto", "head", "blocks")
EFFORTS: tuple[Effort, ...] = ("quick", "usual", "long")


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to retrain.

    Attributes:
        leave_out: Identifiers of people not to train on.
        depth: What is trained: the last layer ("head"), the last blocks too ("blocks"), or what fits the
            device ("auto").
        effort: How long: "usual", about half of that, or about twice.
        doubtful: Train on faces too that look like somebody else.
    """

    leave_out: frozenset[int] = frozenset()
    depth: Depth = "auto"
    effort: Effort = "usual"
    doubtful: bool = False


USUAL = TrainingOptions()
"""What is done where nothing is chosen."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Faces that bear a person's name and look like somebody else.

    Attributes:
        person: Identifier of the person.
        name: Theirs.
        likely: Identifier of the person enrolled whom the faces look like; None where it is nobody enrolled.
        likely_name: Theirs, or "".
        faces: Identifiers of the faces.
    """

    person: int
    name: str
    likely: int | None
    likely_name: str
    faces: tuple[int, ...]
