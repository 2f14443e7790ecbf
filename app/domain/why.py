"""Why a face is where it is."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.text import Text


class Reason(StrEnum):
    """What put a face where it is."""

    NAMED = "named"
    ASIDE = "aside"
    TOLD = "told"
    ALIKE = "alike"
    ATTACHED = "attached"
    APART = "apart"
    PHOTO = "photo"
    ALONE = "alone"
    UNSORTED = "unsorted"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a face is where it is.

    Attributes:
        face: The face.
        reason: What put it there.
        text: That in words.
        cluster: The number of the cluster that it is in, or None.
        nearest: The faces that speak for it, or that are nearest, each with its cosine, the nearest first.
    """

    face: int
    reason: Reason
    text: Text
    cluster: int | None = None
    nearest: tuple[tuple[int, float], ...] = ()
