"""Training: what there is to learn from, how it goes, and what came of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QDialog

from app.engine.requests.faces import AssignFaces
from app.engine.requests.models import ExportModel
from app.engine.requests.people import FacesOfPerson
from app.ui.training.doubts_dialog import counted
from app.ui.training.model_questions import (
    AskAddFile,
    AskModelName,
    ShowAdded,
    ShowComparison,
)
from app.ui.training.models_dialog import ModelsDialog
from app.ui.training.page import TrainingPage
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage

Dialog = TypeVar("Dialog", bound=QDialog)


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """Nobody to learn from."""
    stage.go("training")
    yield "empty"


def few(stage: Stage, material: Material) -> Iterator[str]:
    """One person alone."""
    stage.go("training")
    name, photos = next(iter(material.people.items()))
    stage.enrol_all({name: photos[:1]})
    page = stage.page("training", TrainingPage)
    stage.until(lambda: page.plan.plan is not None and page.plan.plan.single)
    yield "not-enough"


def full(stage: Stage, material: Material) -> Iterator[str]:
    """From ready to the proof."""
    stage.go("training")
    page = stage.page("training", TrainingPage)
    stage.until(lambda: page.plan.plan is not None)
    yield "ready"
    page.dialogs.show_options()
    stage.settle(300)
    yield "options"
    stage.quiet()
    page.buttons.try_to_train()
    stage.until(lambda: page.run.fits and len(page.run.fits[0].loss) > 12)
    yield "running"
    stage.until(lambda: page.run.state == "done" and page.model is not None)
    stage.quiet()
    stage.settle(500)
    yield "proof"
    before = counted(page.plan.plan.doubts) if page.plan.plan is not None else 0
    _mislabel(stage)
    stage.until(lambda: page.plan.plan is not None and counted(page.plan.plan.doubts) > before)
    yield "doubts"
    page.dialogs.show_doubts()
    stage.settle(500)
    yield "doubts-dialog"
    stage.quiet()
    first = page.model
    page.preferences.choose(effort="long")
    page.buttons.try_to_train()
    stage.until(lambda: page.run.state == "done" and page.model not in (None, first))
    stage.quiet()
    page._use()
    stage.until(lambda: page.model is not None and page.model.active)
    stage.settle(500)
    yield "active"
    page._show_comparison()
    stage.settle(300)
    yield "compare"
    stage.quiet()
    page.show_models()
    stage.settle(500)
    yield "models"
    yield from _models(stage, material.album.parent / "exported")
    stage.quiet()


def _models(stage: Stage, folder: Path) -> Iterator[str]:
    """Add a model of one's own, and what came of it; compare, rename and delete one."""
    dialog = _open(stage, ModelsDialog)
    other = next(one for one in dialog._models if not one.active and not one.fixed)
    files = stage.ask(ExportModel(other.id, folder))
    graph = next(one for one in files if one.suffix == ".onnx")
    dialog.add_own(str(graph))
    stage.settle(300)
    yield "model-add"
    _open(stage, AskAddFile)._agreed()
    stage.until(lambda: any(isinstance(one, ShowAdded) for one in stage.over()))
    yield "model-added"
    _open(stage, ShowAdded).reject()
    dialog._compare(other)
    stage.until(lambda: any(isinstance(one, ShowComparison) for one in stage.over()))
    yield "model-compared"
    _open(stage, ShowComparison).reject()
    dialog._ask_name(other)
    yield "model-rename"
    _open(stage, AskModelName).reject()
    dialog._ask_delete(other)
    yield "model-delete"


def _open(stage: Stage, kind: type[Dialog]) -> Dialog:
    """The dialog of this kind that is open."""
    return next(one for one in stage.over() if isinstance(one, kind))


def _mislabel(stage: Stage) -> None:
    """Give two faces of the first person to the second."""
    first, second, *_ = stage.window.context.people.cards
    faces = stage.ask(FacesOfPerson(first.id))
    stage.ask(AssignFaces(faces[:2], second.id))
