"""Models: those that the gallery knows, and one that was added."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.comparison import ModelComparison
from app.domain.training import Change, Curves, Rates, Run, Shown


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
        before: Of a retrained one: TAR of the model it started from, for "trained" people and for "others".
        after: The same of the new one, on faces it had not seen.
        curves: ROC before and after.
        changes: Of TAR, by group and rate ("1e-3").
        outcome: What its proof shows.
        better: Whether it is proved to be better; None of a published one.
        trained_at: When it was retrained, in UTC; None of a published one.
        licence: Of its weights, in words; None where nobody stated one.
        imported: Whether it came from a file of the user's.
        own: Whether it can be renamed; a published one keeps its name.
        fixed: Whether it comes with Kith, and stays.
        run: How it was retrained; None of a published one.
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
    changes: Mapping[str, Mapping[str, Change]] = field(default_factory=dict)
    outcome: Shown = ""
    better: bool | None = None
    trained_at: datetime | None = None
    licence: str | None = None
    imported: bool = False
    own: bool = False
    fixed: bool = False
    run: Run | None = None


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
