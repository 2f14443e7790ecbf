"""What came of retraining."""

from dataclasses import dataclass

from app.domain.model import Model
from app.domain.training import Doubt, TrainingOptions, TrainingReport, Verdict


@dataclass(frozen=True, slots=True)
class Retraining:
    """What came of retraining.

    Attributes:
        model: The new model; its report says how it was trained, and has the proof in numbers.
        verdict: What the proof shows.
        asked: Whether it may take over where it proves better.
        seconds: Wall-clock time.
        single: Names of people with a single face: kept, recognised, but no anchors.
        doubts: Faces that look like somebody else.
        options: What the user chose: unless it says otherwise these faces were left out.
        deleted: Names of models that were deleted then, since they learnt of people who were forgotten.
    """

    model: Model
    verdict: Verdict
    asked: bool
    seconds: float
    single: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    options: TrainingOptions
    deleted: tuple[str, ...] = ()

    @property
    def report(self) -> TrainingReport:
        """How the model was trained, with the proof in numbers."""
        return self.model.report

    @property
    def activated(self) -> bool:
        """Whether the new model decides now."""
        return self.asked and self.verdict.better
