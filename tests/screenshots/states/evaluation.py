"""How well faces are recognised: before there is anything to judge, how far it is, what was found."""

from collections.abc import Iterator

from app.ui.evaluation.view import EvaluationView
from app.ui.training.page import TrainingPage
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def _opened(stage: Stage) -> EvaluationView:
    stage.go("training")
    page = stage.page("training", TrainingPage)
    page.show_evaluation()
    view = page._evaluation
    assert view is not None
    stage.until(lambda: view.setup.model.count())
    stage.settle(500)
    return view


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """Nobody to judge by."""
    _opened(stage)
    yield "empty"
    stage.page("training", TrainingPage)._leave_evaluation()


def full(stage: Stage, material: Material) -> Iterator[str]:
    """From the choice to the worst pairs."""
    view = _opened(stage)
    yield "ready"
    view.start()
    stage.until(lambda: view.run.running)
    yield "busy"
    stage.until(lambda: view.run.state == "done")
    stage.settle(500)
    yield "result"
    bar = view._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    stage.settle(300)
    yield "tables"
    bar.setValue(bar.maximum())
    stage.settle(300)
    yield "worst"
    stage.page("training", TrainingPage)._leave_evaluation()
