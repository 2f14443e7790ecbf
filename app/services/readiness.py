"""What retraining would learn from, and what stands in its way; needs no model."""

from dataclasses import dataclass

from app.services.people import everyone
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Readiness:
    """What there is to train on.

    Attributes:
        people: How many have two faces or more.
        faces: How many faces these have.
        single: Names of people with one face.
        obstacle: Why training would be refused, in words fit to show, or None.
    """

    people: int
    faces: int
    single: list[str]
    obstacle: str | None


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


def _obstacle(enrolled: int, several: int) -> str | None:
    if not enrolled:
        return "Nobody is enrolled yet. Enrol at least two people with two photos each."
    if enrolled == 1:
        return "Training compares people with each other, and only one is enrolled. Enrol another."
    if not several:
        return "Everyone has a single photo. Give at least one person a second one."
    return None
