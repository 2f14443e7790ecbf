"""What retraining would learn from, and what stands in its way; needs no model."""

from dataclasses import dataclass

from app.core.errors import TrainingRefused
from app.services.people import everyone
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Readiness:
    """What there is to train on.

    Attributes:
        people: How many have two faces or more.
        faces: How many faces these have.
        single: Names of people with one face.
        obstacle: The refusal that training would meet, or None.
    """

    people: int
    faces: int
    single: list[str]
    obstacle: TrainingRefused | None


def readiness(workspace: Workspace) -> Readiness:
    """Count who could be trained on."""
    enrolled = [person for person in everyone(workspace) if person.faces]
    several = [person for person in enrolled if person.faces >= 2]
    single = [person.name for person in enrolled if person.faces == 1]
    return Readiness(
        len(several),
        sum(person.faces for person in several),
        single,
        _obstacle(len(enrolled), len(several)),
    )


def _obstacle(enrolled: int, several: int) -> TrainingRefused | None:
    if enrolled < 2:
        here = "only one is enrolled" if enrolled else "nobody is enrolled"
        return TrainingRefused(
            "there is not enough to train on",
            why=f"training compares people with each other, and {here}",
            remedy="Enrol at least two people with two photos each",
        )
    if not several:
        return TrainingRefused(
            "there is not enough to train on",
            why="everyone has a single photo, so no two photos show the same person",
            remedy="Add a second photo of at least one person; three of each allow a proof",
        )
    return None
