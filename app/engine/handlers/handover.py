"""Requests about other programs."""

from app.domain.changes import Changes
from app.domain.handover import FilesWritten, LibraryPlan, LibraryWritten, NamesPlan, NamesWritten
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.handover import (
    CopyPhotos,
    ExportLibrary,
    ImportLibrary,
    PlanLibrary,
    PlanNames,
    TakeNames,
    WriteNames,
    WriteSheet,
    WriteTable,
)


@answers(PlanNames)
def plan_names(context: RequestContext, request: PlanNames) -> NamesPlan:
    """Say whom other programs named."""
    from app.services.handover import sources

    return sources.plan(context.workspace, request.source, context.progress, context.cancel)


@answers(TakeNames)
def take_names(context: RequestContext, request: TakeNames) -> Changes:
    """Give faces the names that were planned."""
    from app.services.handover import names_in

    return names_in.take_over(
        context.workspace, request.people, request.source, context.progress, context.cancel
    )


@answers(WriteNames)
def write_names(context: RequestContext, request: WriteNames) -> NamesWritten:
    """Write who is in photos beside them."""
    from app.services.handover import names_out

    people = None if request.people is None else set(request.people)
    wanted = names_out.Wanted(people, in_files=request.in_files, dry_run=request.dry_run)
    return names_out.write_names(context.workspace, wanted, context.progress, context.cancel)


@answers(CopyPhotos)
def copy_photos(context: RequestContext, request: CopyPhotos) -> FilesWritten:
    """Copy photos into a folder for each person."""
    from app.services.handover import copies

    return copies.copy_photos(
        context.workspace, request.folder, request.people, context.progress, context.cancel
    )


@answers(WriteTable)
def write_table(context: RequestContext, request: WriteTable) -> int:
    """Write who is on which photo."""
    from app.services.handover import tables

    return tables.write_table(context.workspace, request.path, request.people, overwrite=True)


@answers(WriteSheet)
def write_sheet(context: RequestContext, request: WriteSheet) -> int:
    """Write a contact sheet."""
    from app.services.handover import sheet

    return sheet.write_sheet(context.workspace, request.path, request.people, overwrite=True)


@answers(ExportLibrary)
def export_library(context: RequestContext, request: ExportLibrary) -> LibraryWritten:
    """Write the whole library to one file."""
    from app.services.handover import library

    return library.export_library(context.workspace, request.path, overwrite=True)


@answers(PlanLibrary)
def plan_library(context: RequestContext, request: PlanLibrary) -> LibraryPlan:
    """Say what another library would add."""
    from app.services.handover import library

    return library.plan_library(context.workspace, request.path)


@answers(ImportLibrary)
def import_library(context: RequestContext, request: ImportLibrary) -> Changes:
    """Bring another library into this one."""
    from app.services.handover import library

    return library.import_library(context.workspace, request.path)
