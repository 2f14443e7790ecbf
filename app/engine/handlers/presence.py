"""Requests about who came and went."""

from app.core.text import say
from app.domain.changes import Changes
from app.domain.visit import PresenceStatus, Visit
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.registry import answers, answers_in_engine
from app.engine.requests.presence import (
    CorrectVisit,
    DeleteVisits,
    ExportVisits,
    GetPresence,
    KeepSecret,
    ListVisits,
    ListVisitSources,
    SweepVisits,
)


@answers(GetPresence)
def get_presence(context: RequestContext, _: GetPresence) -> PresenceStatus:
    """Whether presence is kept, and today's count."""
    from app.services.presence import visits

    return visits.status(context.workspace)


@answers(ListVisits)
def list_visits(context: RequestContext, request: ListVisits) -> tuple[Visit, ...]:
    """Visits, the newest first."""
    from app.services.presence import visits

    return tuple(visits.listed(context.workspace, request.wanted, request.limit))


@answers(ListVisitSources)
def list_visit_sources(context: RequestContext, _: ListVisitSources) -> tuple[str, ...]:
    """Where there were visits."""
    from app.services.presence import visits

    return tuple(visits.sources(context.workspace))


@answers(CorrectVisit)
def correct_visit(context: RequestContext, request: CorrectVisit) -> Changes:
    """Say whose a visit really was."""
    from app.services.presence import visits

    return visits.correct(context.workspace, request.visit, request.name)


@answers(DeleteVisits)
def delete_visits(context: RequestContext, request: DeleteVisits) -> Changes:
    """Delete visits."""
    from app.services.presence import visits

    return visits.delete(context.workspace, request.visits)


@answers(ExportVisits)
def export_visits(context: RequestContext, request: ExportVisits) -> int:
    """Write visits to a file."""
    from app.services.presence import export, visits

    found = visits.listed(context.workspace, request.wanted)
    export.write(found, request.path, context.workspace.folder.root, overwrite=True)
    return len(found)


@answers(KeepSecret)
def keep_secret(_: RequestContext, request: KeepSecret) -> None:
    """Keep a password or token in the keyring."""
    from app.services.presence import secrets

    secrets.keep(request.secret, request.value)


@answers_in_engine(SweepVisits)
def sweep_visits(engine: Engine, context: RequestContext, _: SweepVisits) -> None:
    """Erase what is over; it is broadcast at its commit. Where the clock is not believed, that is told."""
    from app.services.presence import over

    if (late := over.erase(context.workspace)) is not None:
        engine.jobs.note_failure(say("Erasing what is over"), late, "cancelled")
