"""Judging models on the people enrolled, on a folder for each person, or on a list of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.errors import TooFewFaces
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.access import What
from app.domain.evaluation import Evaluation
from app.domain.model import Model
from app.recognition.decision import Policy
from app.services.evaluation.enrolled import enrolled
from app.services.evaluation.measure import Source, measure
from app.services.evaluation.pair_lists import read_list, read_pairs
from app.services.evaluation.reading import read_folder
from app.services.models import catalogue
from app.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Task:
    """What to judge.

    Attributes:
        folder: A folder with one for each person, or what a list's pictures lie below; None for the people
            enrolled, or the folder of the list.
        pairs: A list of pairs, or None.
        model: Name of the model; "" for the one that decides.
        against: Name of a second one to compare it with, or "".
    """

    folder: Path | None = None
    pairs: Path | None = None
    model: str = ""
    against: str = ""


def evaluate(
    workspace: Workspace,
    task: Task,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Evaluation:
    """Judge one or two models. Nothing is stored but, in the access log, of how many faces.

    Raises:
        UsageError: The folder, the list or a model is not there or not what it should be.
        TooFewFaces: There is nothing to compare.
        ModelError: A model cannot be used.
        Cancelled: The user asked to stop.
    """
    chosen = [catalogue.find(workspace, task.model) if task.model else workspace.active_model()]
    if task.against:
        chosen.append(catalogue.find(workspace, task.against))
    if task.pairs is not None:
        return _pairs(workspace, task.pairs, task.folder, chosen, progress, cancel)
    if task.folder is not None:
        faces, failed = read_folder(workspace, task.folder, chosen, progress, cancel)
        source = Source("folder", str(task.folder), tuple(failed))
        workspace.note_access(What.EVALUATE, len(faces))
        return measure(source, faces, chosen, [None] * len(chosen), progress, cancel)
    return _enrolled(workspace, chosen, progress, cancel)


def _pairs(
    workspace: Workspace,
    file: Path,
    folder: Path | None,
    chosen: Sequence[Model],
    progress: ProgressSink,
    cancel: CancelToken | None,
) -> Evaluation:
    listed = read_list(file, folder)
    faces, failed = read_pairs(workspace, listed, folder or file.parent, chosen, progress, cancel)
    source = Source("pairs", str(file), tuple(failed))
    workspace.note_access(What.EVALUATE, len(faces))
    return measure(source, faces, chosen, [None] * len(chosen), progress, cancel)


def _enrolled(
    workspace: Workspace, chosen: Sequence[Model], progress: ProgressSink, cancel: CancelToken | None
) -> Evaluation:
    faces = enrolled(workspace, chosen, progress, cancel)
    if not len(faces):
        raise TooFewFaces(
            say("there is too little to judge by"),
            why=say("nobody is enrolled"),
            remedy=say("Enrol at least two people with two photos each, or give a folder"),
        )
    workspace.note_access(What.EVALUATE, len(faces))
    policies = [_policy(workspace, model) for model in chosen]
    return measure(Source("people", ""), faces, chosen, policies, progress, cancel)


def _policy(workspace: Workspace, model: Model) -> Policy | None:
    """What Kith decides by with this model; None where it has no thresholds yet."""
    if model.thresholds is None:
        return None
    return Policy(model.thresholds, workspace.settings.false_accepts)
