"""What was done, and what goes on."""

from collections.abc import Iterator

from app.engine.requests.activity import Undo
from app.engine.requests.faces import IgnoreFaces
from app.engine.requests.people import FacesOfPerson, Rename
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
    card = max(stage.window.context.people.cards, key=lambda one: one.faces)
    some = stage.ask(FacesOfPerson(card.id))[:4]
    for face in some:
        stage.ask(IgnoreFaces((face,)))
    stage.ask(Rename(card.id, f"{card.name} of Mossenberg, Hohenstein and elsewhere"))
    stage.until(lambda: any(line.fold for line in page.journal.lines.lines))
    row = next(row for row, line in enumerate(page.journal.lines.lines) if line.fold)
    page.journal.clicked.emit(page.journal.lines.index(row))
    yield "folded"
    stage.window.go("activity", card.id)
    stage.until(lambda: page._state.currentWidget() is page.journal)
    yield "person"
    page._show_person(None)
    for _ in range(len(some) + 1):
        stage.ask(Undo())
