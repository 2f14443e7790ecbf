"""What retraining would learn from, and what stands in its way; needs no model."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.core.errors import TrainingRefused
from app.core.text import say

Ids = npt.NDArray[np.int64]


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
    single: tuple[str, ...]
    obstacle: TrainingRefused | None


def readiness(people: Ids, names: Mapping[int, str], *, chosen: bool) -> Readiness:
    """Count who could be trained on.

    Args:
        people: The person of each face (N,).
        names: Of the people, by identifier.
        chosen: Whether the user left people out: an obstacle may lie in that.
    """
    ids, counts = np.unique(people, return_counts=True)
    single = tuple(sorted(names[one] for one in ids[counts == 1].tolist()))
    return Readiness(
        int((counts > 1).sum()),
        int(counts[counts > 1].sum()),
        single,
        _obstacle(len(ids), int((counts > 1).sum()), chosen=chosen),
    )


def _obstacle(enrolled: int, several: int, *, chosen: bool) -> TrainingRefused | None:
    if enrolled >= 2 and several:
        return None
    if chosen:
        return TrainingRefused(
            say("there is not enough to train on"),
            why=say("too few people remain of those enrolled"),
            remedy=say("Leave fewer people out: two are needed, one of them with two photos"),
        )
    if enrolled < 2:
        here = say("only one is enrolled") if enrolled else say("nobody is enrolled")
        return TrainingRefused(
            say("there is not enough to train on"),
            why=say("training compares people with each other, and {reason}", reason=here),
            remedy=say("Enrol at least two people with two photos each"),
        )
    return TrainingRefused(
        say("there is not enough to train on"),
        why=say("everyone has a single photo, so no two photos show the same person"),
        remedy=say("Add a second photo of at least one person; three of each allow a proof"),
    )
