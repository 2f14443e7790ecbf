"""What was done, and what goes on."""

from collections.abc import Iterator

from app.engine.requests.photos import SortFaces
from app.ui.activity.page import ActivityPage
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """Nothing was done."""
    stage.go("activity")
    page = stage.page("activity", ActivityPage)
    stage.until(lambda: page._state.currentWidget() is not page._wait)
    yield "empty"


def full(stage: Stage, material: Material) -> Iterator[str]:
    """A journal, and jobs that ended."""
    stage.ask(SortFaces())
    stage.go("activity")
    page = stage.page("activity", ActivityPage)
    stage.until(lambda: page._state.currentWidget() is page.journal)
    yield "full"
