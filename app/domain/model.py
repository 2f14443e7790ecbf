"""Models: those that the gallery knows, and one that was added."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.text import Text, quote, say
from app.domain.comparison import ModelComparison
from app.domain.decision import Thresholds
from app.domain.preprocessing import Preprocessing, Probe
from app.domain.training import TrainingReport

_UNTRAINED = TrainingReport()


def licence_text(entry: Mapping[str, Any]) -> Text:
    """The licence of a published model, as people read it, from its entry in `resources/models.toml`."""
    if "research_images" not in entry:
        return quote(entry["licence"])
    return say(
        "{licence} (weights trained on {images}, whose images were offered for research)",
        licence=entry["licence"],
        images=entry["research_images"],
    )


@dataclass(frozen=True, slots=True)
class Model:
    """A model whose vectors the gallery may hold.

    Attributes:
        id: Hash of its weights and preprocessing.
        name: As shown.
        backbone: Its architecture's name in the registry.
        dimension: D of its embeddings.
        weights_path: Relative to the data folder; None for one that comes with Kith.
        thresholds: Its calibration; None where nobody has measured any.
        training: How it was retrained; None of one that was not.
        parent: Identifier of the model it was trained from, or None.
        preprocessing: Of a model of unknown origin or a retrained one, what its crops go through.
        licence: Of its weights, in words; None where nobody said.
        forgotten: On how many people it was trained who were forgotten since, or agree no more: it keeps what
            it learnt.
        active: Whether it decides now.
    """

    id: str
    name: str
    backbone: str
    dimension: int
    weights_path: str | None = None
    thresholds: Thresholds | None = None
    training: TrainingReport | None = None
    parent: str | None = None
    preprocessing: Preprocessing | None = None
    licence: str | None = None
    forgotten: int = 0
    active: bool = False

    @property
    def report(self) -> TrainingReport:
        """How it was retrained; of one that was not, a report of nothing."""
        return self.training or _UNTRAINED

    @property
    def imported(self) -> bool:
        """Whether it came from a file of the user's."""
        return self.preprocessing is not None and self.report.at is None

    @property
    def own(self) -> bool:
        """Whether it can be renamed; a published one keeps its name."""
        return self.preprocessing is not None or self.parent is not None

    @property
    def fixed(self) -> bool:
        """Whether it comes with Kith, and stays."""
        return self.weights_path is None


@dataclass(frozen=True, slots=True)
class AddedModel:
    """A model that was added from a file.

    Attributes:
        model: The model; it does not decide yet.
        preprocessing: How it wants its pictures.
        probe: How that was found out; None where it was given.
        comparison: How it does against the model that decides; None where it cannot decide yet.
        obstacle: Why it cannot decide yet, in words fit to show; "" where it can.
    """

    model: Model
    preprocessing: Preprocessing
    probe: Probe | None
    comparison: ModelComparison | None
    obstacle: Text
