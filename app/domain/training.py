"""Retraining: what the user may choose of it, what it would learn from, and what came of it."""

from collections.abc import Mapping
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


Rates = Mapping[str, float] | None
"""TAR by FMR ("1e-3"), or None where too little was known to measure it."""


@dataclass(frozen=True, slots=True)
class Curve:
    """ROC curves of a model before and after retraining, from the same pairs of faces.

    Attributes:
        fmr: False match rates, ascending: up to 25 from 1e-4 to 1e-1, evenly spaced on a logarithmic axis,
            and none below what so few pairs can measure.
        before: TAR at each of the model that training started from.
        after: TAR at each of the new one, on faces it had not seen.
    """

    fmr: tuple[float, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]


Curves = Mapping[str, Curve | None]
"""For "trained" people and for "others"; None where too little is known. Empty for models without them."""


@dataclass(frozen=True, slots=True)
class Change:
    """By how much TAR changed at a false match rate.

    Attributes:
        value: Mean over the trials, -1 to 1.
        low: Lower bound of what chance leaves, a 90 % interval.
        high: Upper bound.
        pairs: Pairs of strangers that stand behind the rate.
        measured: Whether these are enough to speak of it.
    """

    value: float
    low: float
    high: float
    pairs: float
    measured: bool


Shown = Literal["", "unproved", "no-gain", "harm", "may-harm", "gain", "apart"]
"""What a proof shows, as `training.proof` of services has it; "" of published models, and of earlier ones."""


@dataclass(frozen=True, slots=True)
class TrainingPlan:
    """What retraining would learn from.

    Attributes:
        people: How many have two faces or more: they are trained on.
        faces: How many faces these have.
        single: Names of people with one face: recognised, but no anchors.
        obstacle: What stands in the way, in words fit to show, or None.
        doubts: Faces that look like somebody else than their label says, the most first.
        held_out: Share of the faces that each trial keeps from training to prove the result, 0 to 1; None
            where there are too few for a proof.
        seconds: How long all of it takes here, roughly; None where there is an obstacle, and on a GPU that
            has trained nothing yet.
        device: Where it would run: "cpu", "mps" or "cuda: NAME".
        deep: Whether more than the last layer is trained there.
    """

    people: int
    faces: int
    single: tuple[str, ...]
    obstacle: str | None
    doubts: tuple[Doubt, ...]
    held_out: float | None
    seconds: float | None
    device: str
    deep: bool


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What came of retraining; the proof itself is kept with the model.

    Attributes:
        model: Identifier of the new model.
        outcome: What its proof shows.
        activated: Whether it decides now.
        seconds: Wall-clock time.
        people: How many were trained on.
        faces: How many of theirs.
        single: Names of people with a single face.
        left_out: How many faces were left out because they look like somebody else.
    """

    model: str
    outcome: Shown
    activated: bool
    seconds: float
    people: int
    faces: int
    single: tuple[str, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Run:
    """How a model was retrained.

    Attributes:
        seconds: How long it took; None where that was not kept.
        people: How many were trained on; None likewise.
        faces: How many of theirs; None likewise.
        left_out: How many faces were left out because they look like somebody else.
        deep: Whether more than the last layer was trained.
        effort: "quick", "usual" or "long".
    """

    seconds: float | None
    people: int | None
    faces: int | None
    left_out: int
    deep: bool
    effort: Effort
