"""Everyone, and one person."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from app.engine.requests.faces import AssignFaces
from app.engine.requests.people import FacesOfPerson
from app.ui.people.page import PeoplePage
from app.ui.people.plan_dialog import PlanDialog
from app.ui.people.report import EnrolResult
from tests.screenshots.material import Material
from tests.screenshots.stage import Stage


def empty(stage: Stage, material: Material) -> Iterator[str]:
    """Nobody is enrolled."""
    stage.go("people")
    yield "empty"


def full(stage: Stage, material: Material) -> Iterator[str]:
    """The grid and what can be done in it."""
    stage.go("people")
    page = stage.page("people", PeoplePage)
    page.show_everyone()
    yield "grid"
    page.finder.field.setText("Zz")
    yield "nobody-found"
    page.finder.field.clear()
    page.overview.grid.selectAll()
    yield "chosen"
    page.overview.grid.clearSelection()
    card = stage.window.context.people.cards[0]
    page.open_person(card)
    stage.settle(500)
    yield "person"
    page.person.grid.selectAll()
    yield "faces-chosen"
    page.person.grid.clearSelection()
    mistaken = stage.ask(FacesOfPerson(stage.window.context.people.cards[1].id))[:1]
    stage.ask(AssignFaces(mistaken, card.id))
    entries = stage.until(lambda: page.person.samples.menu.actions())
    entries[0].trigger()
    yield "doubtful"
    stage.window.undo()
    stage.until(lambda: not page.person.samples.menu.actions())
    page.person.add.showMenu()
    yield "add-views"
    stage.quiet()
    page._ask_forget(card)
    yield "forget"
    stage.quiet()
    page._add_files((), None)
    yield "add-files"
    stage.quiet()
    page._folder_import().look_into(str(_many(material)))
    stage.until(lambda: page.findChildren(PlanDialog))
    yield "many"
    stage.quiet()
    page._actions.enrol("Everybody", [str(_many(material) / "train"), str(material.album / "damaged.jpg")])
    stage.until(lambda: page.findChildren(EnrolResult))
    yield "left-out"
    stage.quiet()
    page.show_everyone()
    page._actions.remove([card])
    stage.until(lambda: stage.window.context.notices.text)
    yield "undo"
    stage.window.undo()
    stage.until(lambda: stage.window.context.people.get(card.id))


def _many(material: Material) -> Path:
    """A folder whose people lie one level too deep, and one that holds nothing."""
    root = material.short.parent / "People"
    for name, photos in list(material.people.items())[:4]:
        folder = root / "train" / name.replace(" ", "_")
        folder.mkdir(parents=True, exist_ok=True)
        for photo in photos[:3]:
            shutil.copy(photo, folder)
    (root / "Nobody").mkdir(exist_ok=True)
    return root
