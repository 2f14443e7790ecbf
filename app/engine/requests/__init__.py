"""What the window may ask for: one frozen dataclass for each use case, typed by what it returns.

A plain request runs on the library lane, in order, and takes milliseconds. An `Errand` may take a second: it
runs on a lane of its own. A `Job` runs beside both, says how far it is with `Progress` events under its
request's number, and can be cancelled. A `Control` is answered at once, whatever else goes on. What a request
changes is broadcast as `Changed`.
"""

from app.engine.requests.activity import Cancel, History, ListJobs, Redo, Undo
from app.engine.requests.base import Control, Errand, Job, Request, Value
from app.engine.requests.enrolling import EnrolFiles, EnrolFromSource, EnrolTrack, FinishEnrolment
from app.engine.requests.evaluating import Evaluate, SaveEvaluation
from app.engine.requests.faces import (
    AssignFaces,
    ChipsOf,
    GetFaces,
    IgnoreFaces,
    NameFaces,
    RemoveFaces,
    SplitFaces,
)
from app.engine.requests.live import ListSources, StartLive, StopLive
from app.engine.requests.models import AddModelFile, CompareModels, DeleteModel, ExportModel, RenameModel
from app.engine.requests.people import FacesOfPerson, Forget, ListPeople, Merge, RemovePerson, Rename
from app.engine.requests.photos import GetCounts, GetPhoto, ImportFolder, ListFolders, PhotoPicture, SortFaces
from app.engine.requests.settings import Doctor, GetSettings, SetSettings
from app.engine.requests.training import (
    AddModel,
    ListModels,
    PlanTraining,
    Retrain,
    SwitchBack,
    SwitchModel,
    TrustLabels,
)

__all__ = [
    "AddModel",
    "AddModelFile",
    "AssignFaces",
    "Cancel",
    "ChipsOf",
    "CompareModels",
    "Control",
    "DeleteModel",
    "Doctor",
    "EnrolFiles",
    "EnrolFromSource",
    "EnrolTrack",
    "Errand",
    "Evaluate",
    "ExportModel",
    "FacesOfPerson",
    "FinishEnrolment",
    "Forget",
    "GetCounts",
    "GetFaces",
    "GetPhoto",
    "GetSettings",
    "History",
    "IgnoreFaces",
    "ImportFolder",
    "Job",
    "ListFolders",
    "ListJobs",
    "ListModels",
    "ListPeople",
    "ListSources",
    "Merge",
    "NameFaces",
    "PhotoPicture",
    "PlanTraining",
    "Redo",
    "RemoveFaces",
    "RemovePerson",
    "Rename",
    "RenameModel",
    "Request",
    "Retrain",
    "SaveEvaluation",
    "SetSettings",
    "SortFaces",
    "SplitFaces",
    "StartLive",
    "StopLive",
    "SwitchBack",
    "SwitchModel",
    "TrustLabels",
    "Undo",
    "Value",
]
