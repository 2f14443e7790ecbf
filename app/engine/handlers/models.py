"""Requests about models of the user's own."""

from pathlib import Path

from app.domain.changes import Changes
from app.domain.comparison import ModelComparison
from app.domain.model import AddedModel
from app.domain.preprocessing import InputHints
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.models import AddModelFile, CompareModels, DeleteModel, ExportModel, RenameModel


@answers(AddModelFile)
def add_model_file(context: RequestContext, request: AddModelFile) -> AddedModel:
    """Add a recogniser from its file."""
    from app.services.models.importing import AddOptions, add_file

    given = InputHints(order=request.order, normalisation=request.normalisation)
    options = AddOptions(request.name, request.licence, given)
    return add_file(context.workspace, request.file, options, context.progress, context.cancel)


@answers(CompareModels)
def compare_models(context: RequestContext, request: CompareModels) -> ModelComparison:
    """Compare two models on everyone enrolled."""
    from app.services.models import catalogue
    from app.services.models.compare import compare

    base, other = (catalogue.get(context.workspace, one) for one in (request.base, request.other))
    return compare(context.workspace, base, other, context.progress, context.cancel)


@answers(ExportModel)
def export_model(context: RequestContext, request: ExportModel) -> tuple[Path, ...]:
    """Write a model for others."""
    from app.services.models import catalogue
    from app.services.models.export import export

    return tuple(export(context.workspace, catalogue.get(context.workspace, request.model), request.folder))


@answers(RenameModel)
def rename_model(context: RequestContext, request: RenameModel) -> Changes:
    """Give a model another name."""
    from app.services.models import catalogue

    return catalogue.rename(context.workspace, catalogue.get(context.workspace, request.model), request.name)


@answers(DeleteModel)
def delete_model(context: RequestContext, request: DeleteModel) -> Changes:
    """Delete a model for good."""
    from app.services.models import catalogue

    return catalogue.delete(context.workspace, catalogue.get(context.workspace, request.model))
