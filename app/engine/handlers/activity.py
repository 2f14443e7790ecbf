"""Requests about what was done and what is going on."""

from app.domain.changes import Changes
from app.domain.job import JobStatus
from app.domain.journal import JournalEntry
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.registry import answers, steers
from app.engine.requests.activity import (
    Cancel,
    History,
    ListJobs,
    Redo,
    Undo,
    UndoAlone,
    UndoBackTo,
)
from app.engine.requests.enrolling import ChooseFace, FinishEnrolment


@answers(History)
def history(context: RequestContext, request: History) -> tuple[JournalEntry, ...]:
    """The journal, newest first."""
    from app.services.workspace import activity

    return tuple(activity.history(context.workspace, request.limit, request.person))


@answers(Undo)
def undo(context: RequestContext, _: Undo) -> Changes:
    """Take back the newest change."""
    from app.services.workspace import activity

    return activity.undo(context.workspace)


@answers(UndoAlone)
def undo_alone(context: RequestContext, request: UndoAlone) -> Changes:
    """Take back one change alone."""
    from app.services.workspace import activity

    return activity.undo_alone(context.workspace, request.entry)


@answers(UndoBackTo)
def undo_back_to(context: RequestContext, request: UndoBackTo) -> Changes:
    """Take back all that was done after a change."""
    from app.services.workspace import activity

    return activity.undo_back_to(context.workspace, request.entry)


@answers(Redo)
def redo(context: RequestContext, _: Redo) -> Changes:
    """Do again what was undone last."""
    from app.services.workspace import activity

    return activity.redo(context.workspace)


@steers(ListJobs)
def list_jobs(engine: Engine, _: ListJobs) -> tuple[JobStatus, ...]:
    """Jobs, newest first."""
    return engine.jobs.cards()


@steers(Cancel)
def cancel(engine: Engine, request: Cancel) -> None:
    """Ask a job to stop."""
    engine.jobs.cancel(request.job)


@steers(FinishEnrolment)
def finish_enrolment(engine: Engine, request: FinishEnrolment) -> None:
    """Ask an enrolment to end with what it has."""
    engine.jobs.wishes(request.job).finish = True


@steers(ChooseFace)
def choose_face(engine: Engine, request: ChooseFace) -> None:
    """Say who of several is to be enrolled."""
    engine.jobs.wishes(request.job).face = request.track
