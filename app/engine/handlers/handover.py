"""Requests about other programs."""

from app.domain.changes import Changes
from app.domain.handover import NamesPlan, NamesWritten
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.handover import PlanNames, TakeNames, WriteNames


@answers(PlanNames)
def plan_names(context: RequestContext, request: PlanNames) -> NamesPlan:
    """Say whom other programs named."""
    from app.services.handover import sources

    return sources.plan(context.workspace, request.source, context.progress, context.cancel)


@answers(TakeNames)
def take_names(context: RequestContext, request: TakeNames) -> Changes:
    """Give faces the names that were planned."""
    from app.services.handover import names_in

    return names_in.take_over(context.workspace, request.people, request.source)


@answers(WriteNames)
def write_names(context: RequestContext, request: WriteNames) -> NamesWritten:
    """Write who is in photos beside them."""
    from app.services.handover import names_out

    people = None if request.people is None else set(request.people)
    wanted = names_out.Wanted(people, in_files=request.in_files, dry_run=request.dry_run)
    return names_out.write_names(context.workspace, wanted, context.progress, context.cancel)
