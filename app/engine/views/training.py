"""Models, what they learn from, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

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
class TrainingPlan:
    """What retraining would learn from.

    Attributes:
        people: How many have two faces or more: they are trained on.
        faces: How many faces these have.
        single: Names of people with one face: recognised, but no anchors.
        obstacle: What stands in the way, in words fit to show, or None.
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
    held_out: float | None
    seconds: float | None
    device: str
    deep: bool


@dataclass(frozen=True, slots=True)
class RetrainReport:
    """What came of retraining.

    Attributes:
        model: Identifier of the new model.
        name: Its name.
        before: TAR of the model it started from, for "trained" people and for "others".
        after: The same of the new one, on faces it had not seen.
        curves: ROC before and after.
        better: Whether it is proved to be better.
        verdict: Why it is, or why not, in words fit to show.
        activated: Whether it decides now.
        reason: Why, or why not.
        seconds: Wall-clock time.
        people: How many were trained on.
        faces: How many of theirs.
        single: Names of people with a single face.
    """

    model: str
    name: str
    before: Mapping[str, Rates]
    after: Mapping[str, Rates]
    curves: Curves
    better: bool
    verdict: str
    activated: bool
    reason: str
    seconds: float
    people: int
    faces: int
    single: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ModelCard:
    """A model the gallery knows.

    Attributes:
        id: Hash of its weights and preprocessing.
        name: As shown.
        backbone: Its architecture.
        dimension: D of its embeddings.
        active: Whether it decides now.
        parent: The model it was trained from, or None for a published one.
        before: Of a retrained one, as in `RetrainReport`; else empty.
        after: Likewise.
        curves: Likewise.
        better: Likewise; None of a published one.
        verdict: Likewise; "" of a published one.
        trained_at: When it was retrained, in UTC; None of a published one.
        licence: Of its weights, in words; None where nobody stated one.
        imported: Whether it came from a file of the user's.
        own: Whether it can be renamed; a published one keeps its name.
        fixed: Whether it comes with Kith, and stays.
    """

    id: str
    name: str
    backbone: str
    dimension: int
    active: bool
    parent: str | None
    before: Mapping[str, Rates]
    after: Mapping[str, Rates]
    curves: Curves
    better: bool | None = None
    verdict: str = ""
    trained_at: datetime | None = None
    licence: str | None = None
    imported: bool = False
    own: bool = False
    fixed: bool = False
