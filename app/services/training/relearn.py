"""Letting go of models that keep what they learnt of people who were forgotten."""

from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.services.models import catalogue
from app.services.training.retrain import origin
from app.services.workspace import Workspace


def let_go(
    workspace: Workspace, progress: ProgressSink = ignore_progress, cancel: CancelToken | None = None
) -> list[str]:
    """Delete the models that were trained on people who were forgotten; return their names.

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
