"""Who a face is said to be, and the thresholds that this goes by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from app.core.text import say

IN_COMMON = say("it is like somebody enrolled only in what all of them have in common")
"""Why a face has no name that would else have had one (`Decision.in_common`)."""


class State(StrEnum):
    """What Kith says of a face."""

    NAME = "name"
    UNSURE = "unsure"
    UNKNOWN = "unknown"


class Candidate(NamedTuple):
    """A person a probe might be, with how alike they are (a score on the scale of cosines, -1 to 1)."""

    person: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer for one probe.

    Attributes:
        state: A name, unsure or unknown.
        person: Identifier of the named person; None unless `state` is a name.
        similarity: Score of the best candidate, or None in an empty gallery.
        candidates: Best first; for an unsure face the close ones lead.
        unrecognisable: Whether too little of the face can be seen to say anything.
        in_common: Whether it is unknown only because what all who are enrolled have in common counts for
            nobody.
    """

    state: State
    person: int | None = None
    similarity: float | None = None
    candidates: tuple[Candidate, ...] = field(default=())
    unrecognisable: bool = False
    in_common: bool = False


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Calibration of one model: the scores that different people reach at chosen false-match rates.

    Attributes:
        by_fmr: Of two faces (their cosine), from the loosest rate to the strictest: (FMR, threshold).
        method: How and on what it was measured, in words.
        recognisable: Length of an embedding, before it is brought to unit length, below which it says nothing
            of who it is; None where the model has no such limit.
        of_person: Of a face with a person (their score), as `by_fmr`. With a single exemplar the score is its
            cosine, so `by_fmr` stands in where this was not measured.
        within: Mean cosine of two faces of one person.
        cohort: Mean embedding of many people (D,), by which a face that is like everybody is told; empty
            where it is not known.
    """

    by_fmr: tuple[tuple[float, float], ...]
    method: str
    recognisable: float | None = None
    of_person: tuple[tuple[float, float], ...] = ()
    within: float = 0.56
    cohort: tuple[float, ...] = ()

    @property
    def for_names(self) -> tuple[tuple[float, float], ...]:
        """The thresholds that a name goes by."""
        return self.of_person or self.by_fmr

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "by_fmr": [list(pair) for pair in self.by_fmr],
            "method": self.method,
            "of_person": [list(pair) for pair in self.of_person],
            "within": self.within,
            "cohort": list(self.cohort),
            "recognisable": self.recognisable,
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Thresholds":
        """Read back what `to_json` gave, now or when it knew less."""
        later = {"within": stored["within"]} if "within" in stored else {}
        return cls(
            _pairs(stored["by_fmr"]),
            stored["method"],
            stored.get("recognisable"),
            _pairs(stored.get("of_person", ())),
            cohort=tuple(map(float, stored.get("cohort", ()))),
            **later,
        )


def _pairs(stored: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(fmr), float(score)) for fmr, score in stored)
