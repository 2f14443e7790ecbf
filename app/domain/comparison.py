"""Two models compared on everyone enrolled: the same for the command line and the window."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A person whose faces are named more or less often.

    Attributes:
        person: Identifier.
        name: As enrolled.
        faces: How many of theirs were tried.
        before: How many of these the one model named right.
        after: How many the other did.
    """

    person: int
    name: str
    faces: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ModelComparison:
    """How two models name the faces of everyone enrolled, each face by the person's other faces.

    Attributes:
        base: Name of the one model.
        other: Name of the other.
        gained: People more of whose faces the other names right, the most first.
        lost: People fewer of whose faces it does, the most first.
        same: How many people neither gain nor lose.
        faces: How many faces were tried.
        before: How many of them the one names right.
        after: How many the other does.
        wrong_before: How many of them the one gives a wrong name.
        wrong_after: How many the other does.
    """

    base: str
    other: str
    gained: tuple[PersonChange, ...]
    lost: tuple[PersonChange, ...]
    same: int
    faces: int
    before: int
    after: int
    wrong_before: int
    wrong_after: int
