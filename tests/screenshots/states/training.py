"""Training: what there is to learn from, how it goes, and what came of it."""

from collections.abc import Iterator

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
    page._train()
    stage.until(lambda: page.course.fits and len(page.course.fits[0].loss) > 12)
    yield "running"
    stage.until(lambda: page.course.state == "done" and page.model is not None)
    stage.quiet()
    stage.settle(500)
    yield "proof"
    page._show_models()
    stage.settle(500)
    yield "models"
    stage.quiet()
