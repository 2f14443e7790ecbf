"""Requests about models of the user's own."""

from pathlib import Path
from typing import TYPE_CHECKING

from app.core.errors import GalleryError
from app.domain.changes import Changes
from app.domain.comparison import ModelComparison
from app.domain.model import AddedModel
from app.engine.desk import Desk
from app.engine.registry import answers
from app.engine.requests.models import AddModelFile, CompareModels, DeleteModel, ExportModel, RenameModel

if TYPE_CHECKING:
    from app.gallery.records import Model


@answers(AddModelFile)
def add_model_file(desk: Desk, asked: AddModelFile) -> AddedModel:
    """Add a recogniser from its file."""
    from app.services.models.importing import Wish, add_file
    from app.services.models.probe import Given

    given = Given(order=asked.order, normalisation=asked.normalisation)
    wish = Wish(asked.name, asked.licence, given)
    added = add_file(desk.workspace, asked.file, wish, desk.progress, desk.cancel)
    probe, prepared = added.probe, added.preprocessing
    return AddedModel(
        model=added.model.id,
        name=added.model.name,
        size=prepared.size,
        layout=prepared.layout,
        order=prepared.order,
        normalisation=probe.way.normalisation if probe else "",
        found_out=probe is not None,
        rivals=len(probe.rivals) if probe else 0,
        convincing=probe.convincing if probe else True,
        obstacle=added.obstacle,
        comparison=added.comparison,
    )


@answers(CompareModels)
def compare_models(desk: Desk, asked: CompareModels) -> ModelComparison:
    """Compare two models on everyone enrolled."""
    from app.services.models.compare import compare

    base, other = _model(desk, asked.base), _model(desk, asked.other)
    return compare(desk.workspace, base, other, desk.progress, desk.cancel)


@answers(ExportModel)
def export_model(desk: Desk, asked: ExportModel) -> tuple[Path, ...]:
    """Write a model for others."""
    from app.services.models.export import export

    return tuple(export(desk.workspace, _model(desk, asked.model), asked.folder))


@answers(RenameModel)
def rename_model(desk: Desk, asked: RenameModel) -> Changes:
    """Give a model another name."""
    from app.services.models import catalogue as models

    return models.rename(desk.workspace, _model(desk, asked.model), asked.name)


@answers(DeleteModel)
def delete_model(desk: Desk, asked: DeleteModel) -> Changes:
    """Delete a model for good."""
    from app.services.models import catalogue as models

    return models.delete(desk.workspace, _model(desk, asked.model))


def _model(desk: Desk, model_id: str) -> "Model":
    from app.services.people import browse

    found = [model for model, _ in browse.all_models(desk.workspace) if model.id == model_id]
    if not found:
        raise GalleryError("The gallery knows no such model", remedy="Choose one of those listed")
    return found[0]
