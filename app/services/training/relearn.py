"""Training anew without people who were forgotten or agree no more; letting go of models that know them."""

from dataclasses import replace

from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.domain.retraining import Retraining
from app.domain.training import TrainingOptions
from app.services.models import catalogue
from app.services.training.retrain import origin, retrain
from app.services.training.run import EventSink
from app.services.workspace import Workspace


def retrain_without(
    workspace: Workspace,
    options: TrainingOptions,
    *,
    activate: bool = True,
    progress: ProgressSink = ignore_progress,
    on_event: EventSink = lambda _: None,
    cancel: CancelToken | None = None,
) -> Retraining:
    """Train as `retrain` does, on everyone who is enrolled and agrees; then delete models as `let_go` does.

    Raises:
        TrainingRefused: Too few people or faces; then nothing is deleted.
        ModelError: A model cannot be loaded or saved.
        Cancelled: The user asked to stop.
    """
    done = retrain(workspace, options, activate=activate, progress=progress, on_event=on_event, cancel=cancel)
    return replace(done, deleted=tuple(let_go(workspace, progress, cancel)))


def let_go(
    workspace: Workspace, progress: ProgressSink = ignore_progress, cancel: CancelToken | None = None
) -> list[str]:
    """Delete the models that learnt of people who were forgotten or agree no more; return their names.

    Where one of them decides, the published model that it stems from takes its place first.

    Raises:
        ModelError: That model cannot be loaded.
        Cancelled: The user asked to stop; what was deleted is.
    """
    if workspace.active_model().forgotten:
        catalogue.switch(workspace, origin(workspace), progress, cancel)
    flagged = [model for model in catalogue.everything(workspace) if model.forgotten]
    for model in flagged:
        catalogue.delete(workspace, model)
    return [model.name for model in flagged]
