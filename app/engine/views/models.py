"""A model that was added, and two that were compared."""

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


@dataclass(frozen=True, slots=True)
class AddedModel:
    """A model that was added from a file.

    Attributes:
        model: Identifier.
        name: As shown.
        size: Side of its crop in pixels.
        layout: "NCHW" or "NHWC".
        order: "RGB" or "BGR".
        normalisation: As its name is in `AddModelFile`; "" where the file said it.
        found_out: Whether that was found out by trying.
        rivals: How many other ways were as good.
        convincing: Whether it tells people apart at all.
        obstacle: Why it cannot decide yet, in words fit to show, or "".
        comparison: How it does against the model that decides; None where it cannot decide yet.
    """

    model: str
    name: str
    size: int
    layout: str
    order: str
    normalisation: str
    found_out: bool
    rivals: int
    convincing: bool
    obstacle: str
    comparison: ModelComparison | None
