"""Training: what there is to learn from, how it goes, and what came of it."""

from collections.abc import Iterator

from app.engine.requests import AssignFaces, FacesOfPerson
from app.ui.training.page import TrainingPage
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


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
    page._show_options()
    stage.settle(300)
    yield "options"
    stage.quiet()
    page._train()
    stage.until(lambda: page.course.fits and len(page.course.fits[0].loss) > 12)
    yield "running"
    stage.until(lambda: page.course.state == "done" and page.model is not None)
    stage.quiet()
    stage.settle(500)
    yield "proof"
    _mislabel(stage)
    stage.until(lambda: page.plan.plan is not None and page.plan.plan.doubts)
    yield "doubts"
    page._show_doubts()
    stage.settle(500)
    yield "doubts-dialog"
    stage.quiet()
    first = page.model
    page.wishes.choose(effort="long")
    page._train()
    stage.until(lambda: page.course.state == "done" and page.model not in (None, first))
    stage.quiet()
    page._use()
    stage.until(lambda: page.model is not None and page.model.active)
    stage.settle(500)
    yield "active"
    page._show_comparison()
    stage.settle(300)
    yield "compare"
    stage.quiet()
    page._show_models()
    stage.settle(500)
    yield "models"
    stage.quiet()


def _mislabel(stage: Stage) -> None:
    """Give two faces of the first person to the second."""
    first, second, *_ = stage.window.context.people.cards
    faces = stage.ask(FacesOfPerson(first.id))
    stage.ask(AssignFaces(faces[:2], second.id))
