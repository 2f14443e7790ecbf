"""Retraining: what the user may choose of it, what it would learn from, and what came of it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from app.core.text import Text

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

Group = Literal["trained", "others"]
ProofOutcome = Literal["", "unproved", "no-gain", "harm", "may-harm", "gain", "apart"]
"""What a proof shows: there were too few faces; no clear gain; people it was not trained on clearly lose, or
may lose much; more faces are recognised; or, where hardly one was missed, people are farther apart. "" is of
trainings that an earlier version of Kith did not prove."""


LEAST_GAP = 0.005
"""Growth of a gap, in cosine, from which it counts: told in hundredths, less is nothing."""
LEAST_CHANGE = 0.0005
"""Change of a rate from which it counts: told in tenths of a point, less is nothing."""


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


@dataclass(frozen=True, slots=True)
class Change:
    """By how much a rate changed.

    Attributes:
        value: Mean over the trials, -1 to 1.
        low: Lower bound of what chance leaves, a 90 % interval.
        high: Upper bound.
        pairs: Pairs of strangers that stand behind the rate, in all trials together: as many as it lets pass.
        measured: Whether these are enough to speak of it.
    """

    value: float
    low: float
    high: float
    pairs: float
    measured: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a proof shows.

    Attributes:
        outcome: In one word.
        changes: Of TAR for each group that can be judged, at each FMR that is looked at.
        apart: Change of the gap between genuine and impostor scores for each group, where hardly a face was
            missed; else empty.
    """

    outcome: ProofOutcome
    changes: Mapping[Group, Mapping[float, Change]]
    apart: Mapping[Group, Change] = field(default_factory=dict)

    @property
    def better(self) -> bool:
        """Whether the new model should take over."""
        return is_better(self.outcome)


def farther(apart: Mapping[Group, Change]) -> Group | None:
    """The group whose gap grew, and not by chance: people trained on first; None where neither did."""
    groups: tuple[Group, ...] = ("trained", "others")
    grown = (name for name in groups if name in apart and apart[name].low > 0)
    return next((name for name in grown if apart[name].value >= LEAST_GAP), None)


def is_better(outcome: ProofOutcome) -> bool:
    """Whether a model of this proof should take over."""
    return outcome in ("gain", "apart")


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
    obstacle: Text | None
    doubts: tuple[Doubt, ...]
    held_out: float | None
    seconds: float | None
    device: str
    deep: bool


@dataclass(frozen=True, slots=True)
class TrainingReport:
    """How a model was retrained and what its proof found, in numbers; it is kept with the model.

    Earlier versions of Kith kept less: what they did not keep is None or empty. Groups are "trained", new
    faces of the people trained on, and "others", people kept out of training.

    Attributes:
        before: TAR at each reported FMR of the model that training started from, by group.
        after: The same of models trained the same way, on faces that they had not seen.
        curves: ROC of both over the same pairs, by group; None where too little is known.
        changes: How much TAR changed, by group and rate ("1e-3").
        outcome: What the proof shows.
        apart: By how much the gap between genuine and impostor scores grew, in cosine, by group, where hardly
            a face was missed; else empty.
        people: How many were trained on.
        faces: How many of theirs.
        left_out: How many faces were left out because they look like somebody else.
        depth: What was trained: "head" is the last layer alone.
        effort: How long the user let it train.
        share: How far from the old weights to the new ones it went, 0 to 1.
        device: Where it ran: "cpu", "cuda" or "mps"; "" where that was not kept.
        pace: How many times as long as on the reference computer it took.
        seconds: Wall-clock time.
        at: When, in UTC.
    """

    before: Mapping[str, Rates] = field(default_factory=dict)
    after: Mapping[str, Rates] = field(default_factory=dict)
    curves: Mapping[str, Curve | None] = field(default_factory=dict)
    changes: Mapping[str, Mapping[str, Change]] = field(default_factory=dict)
    outcome: ProofOutcome = ""
    apart: Mapping[Group, Change] = field(default_factory=dict)
    people: int | None = None
    faces: int | None = None
    left_out: int = 0
    depth: str = "head"
    effort: Effort = "usual"
    share: float | None = None
    device: str = ""
    pace: float | None = None
    seconds: float | None = None
    at: datetime | None = None

    @property
    def better(self) -> bool:
        """Whether the model is proved to be better."""
        return is_better(self.outcome)

    @property
    def deep(self) -> bool:
        """Whether more than the last layer was trained."""
        return self.depth != "head"

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold."""
        return asdict(self) | {"better": self.better, "at": self.at and self.at.isoformat()}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "TrainingReport":
        """Read back what `to_json` gave, now or when it knew less."""
        kept = {name: stored[name] for name in cls.__dataclass_fields__ if stored.get(name) is not None}
        read: dict[str, Any] = {
            "curves": {group: _curve(one) for group, one in stored.get("curves", {}).items()},
            "changes": {group: _changes(one) for group, one in stored.get("changes", {}).items()},
            "apart": _changes(stored.get("apart", {})),
            "outcome": stored.get("outcome") or ("gain" if stored.get("better") else ""),
            "at": datetime.fromisoformat(kept["at"]) if "at" in kept else None,
        }
        return cls(**kept | read)


def _curve(stored: Mapping[str, Sequence[float]] | None) -> Curve | None:
    return None if stored is None else Curve(**{name: tuple(values) for name, values in stored.items()})


def _changes(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, Change]:
    return {name: Change(**fields) for name, fields in stored.items()}
