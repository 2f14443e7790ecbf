"""Requests about what was done and what is going on."""

from app.domain.changes import Changes
from app.domain.job import JobCard
from app.domain.journal import Entry
from app.engine.desk import Desk
from app.engine.engine import Engine
from app.engine.registry import answers, steers
from app.engine.requests.activity import Cancel, History, ListJobs, Redo, Undo
from app.engine.requests.enrolling import FinishEnrolment


@answers(History)
def history(desk: Desk, asked: History) -> tuple[Entry, ...]:
    """The journal, newest first."""
    from app.services.workspace import activity

    entries = activity.history(desk.workspace, asked.limit)
    return tuple(Entry(one.id, one.kind, one.label, one.at, one.undone_at) for one in entries)


@answers(Undo)
def undo(desk: Desk, _: Undo) -> Changes:
    """Take back the newest change."""
    from app.services.people import corrections

    return corrections.undo(desk.workspace)


@answers(Redo)
def redo(desk: Desk, _: Redo) -> Changes:
    """Do again what was undone last."""
    from app.services.people import corrections

    return corrections.redo(desk.workspace)


@steers(ListJobs)
def list_jobs(engine: Engine, _: ListJobs) -> tuple[JobCard, ...]:
    """Jobs, newest first."""
    return engine.jobs.cards()


@steers(Cancel)
def cancel(engine: Engine, asked: Cancel) -> None:
    """Ask a job to stop."""
    engine.jobs.cancel(asked.job)


@steers(FinishEnrolment)
def finish_enrolment(engine: Engine, asked: FinishEnrolment) -> None:
    """Ask an enrolment to end with what it has."""
    engine.jobs.finish(asked.job)
