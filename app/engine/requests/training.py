"""Requests about models and training."""

from dataclasses import dataclass
from pathlib import Path

from app.core.text import Text, say
from app.domain.changes import Changes
from app.domain.model import Model
from app.domain.retraining import Retraining
from app.domain.training import USUAL, TrainingOptions, TrainingPlan
from app.engine.requests.base import Job, Request, SlowRequest


@dataclass(frozen=True, slots=True)
class PlanTraining(SlowRequest[TrainingPlan]):
    """What retraining would learn from, what stands in its way, and how it would go here."""

    options: TrainingOptions = USUAL


@dataclass(frozen=True, slots=True)
class Retrain(Job[Retraining]):
    """Fine-tune the recogniser on people enrolled; the new model takes over if `activate` and better.

    With `without_forgotten` models that learnt of people who were forgotten, or agree no more, are deleted
    then; where one of them decides, the published one takes over before.
    """

    what = say("Retraining")
    activate: bool = True
    options: TrainingOptions = USUAL
    without_forgotten: bool = False


@dataclass(frozen=True, slots=True)
class TrustLabels(Request[Changes]):
    """Say that faces in doubt are who their labels say: they are trained on from now on."""

    faces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListModels(Request[tuple[Model, ...]]):
    """The models of this gallery, oldest first."""


@dataclass(frozen=True, slots=True)
class SwitchModel(Job[Changes]):
    """Let a model decide, once every face was read with it."""

    what = say("Switching models")
    model: str


@dataclass(frozen=True, slots=True)
class SwitchBack(Job[Changes]):
    """Let the model decide that the active one was trained from."""

    what = say("Switching back")


@dataclass(frozen=True, slots=True)
class AddModel(Job[Changes]):
    """Add a published model, from a file or by download."""

    name: str
    weights: Path | None = None

    @property
    def title(self) -> Text:
        """What the job does, fit to show."""
        return say("Adding {file}", file=self.name)
