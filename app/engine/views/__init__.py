"""What requests return: the gallery's nouns as the window shows them, plain and picklable."""

from app.engine.views.activity import Check, Entry, JobCard, Outcome
from app.engine.views.faces import ClusterCard, ClusterReport, FaceCard, NamedCard, Suggestion
from app.engine.views.live import LiveFace, Source
from app.engine.views.models import AddedModel
from app.engine.views.people import EnrolReport, PersonCard
from app.engine.views.photos import Counts, FolderCard, ImportReport, PhotoCard
from app.engine.views.training import (
    Change,
    Curve,
    Curves,
    ModelCard,
    Rates,
    RetrainReport,
    Run,
    Shown,
    TrainingPlan,
)

__all__ = [
    "AddedModel",
    "Change",
    "Check",
    "ClusterCard",
    "ClusterReport",
    "Counts",
    "Curve",
    "Curves",
    "EnrolReport",
    "Entry",
    "FaceCard",
    "FolderCard",
    "ImportReport",
    "JobCard",
    "LiveFace",
    "ModelCard",
    "NamedCard",
    "Outcome",
    "PersonCard",
    "PhotoCard",
    "Rates",
    "RetrainReport",
    "Run",
    "Shown",
    "Source",
    "Suggestion",
    "TrainingPlan",
]
