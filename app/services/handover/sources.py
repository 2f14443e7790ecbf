"""Where names come from: which program's they are is told by what is there."""

from pathlib import Path

from app.core.errors import ImageError, UsageError
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import say
from app.domain.handover import NamesPlan
from app.services.handover import foreign
from app.services.handover.names_in import plan_names
from app.services.workspace import Workspace
from app.vision.picture_files import survey


def plan(
    workspace: Workspace,
    source: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> NamesPlan:
    """Say who is named in the pictures of a folder, and what of it can be taken over.

    Raises:
        UsageError: There is no such folder.
        Cancelled: The user asked to stop.
    """
    try:
        pictures = survey(source).pictures
    except ImageError as error:
        raise UsageError(
            say("{folder}: {problem}", folder=source, problem=error.what),
            why=error.why,
            remedy=error.remedy,
        ) from error
    named = foreign.in_files(pictures)
    return plan_names(workspace, str(source), named, progress, cancel, total=len(pictures))
