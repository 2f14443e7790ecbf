"""Everyone, and one person."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from app.core.text import say
from app.domain.failure import Failure
from app.domain.handover import LibraryPlan, MovedPerson, NamesPlan, PlannedName
from app.domain.person import Person
from app.engine.requests.faces import AssignFaces, SplitFaces
from app.engine.requests.people import FacesOfPerson
from app.ui.handover.library import LibraryDialog
from app.ui.handover.names_in import NamesDialog
from app.ui.handover.names_out import WriteDialog
from app.ui.people.alike_banner import AlikeBanner
from app.ui.people.page import PeoplePage
from app.ui.people.plan_dialog import PlanDialog
from app.ui.people.report import EnrolResult
from app.ui.photos.similar import SimilarFaces
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
    banner, first = page.overview.alike, stage.window.context.people.cards[0].id
    stage.ask(SplitFaces(stage.ask(FacesOfPerson(first))[::2], "Somebody Else"))
    stage.until(lambda: _asked_about(banner, "Somebody Else"))
    yield "alike"
    stage.window.undo()
    stage.until(lambda: not _asked_about(banner, "Somebody Else"))
    page.finder.field.setText("Zz")
    yield "nobody-found"
    page.finder.field.clear()
    page.overview.grid.selectAll()
    yield "chosen"
    page.overview.grid.clearSelection()
    card = stage.window.context.people.cards[0]
    yield from _one_person(stage, page, card)
    yield from _added(stage, page, material)
    page.show_everyone()
    yield from _handed_over(stage, page)
    page._actions.remove([card])
    stage.until(lambda: stage.window.context.notices.text)
    yield "undo"
    stage.window.undo()
    stage.until(lambda: stage.window.context.people.get(card.id))


def _asked_about(banner: AlikeBanner, name: str) -> bool:
    """Whether the banner asks about them; people drawn by a program may be asked about too."""
    return any(card.name == name for card in banner.pair or ())


def _one_person(stage: Stage, page: PeoplePage, card: Person) -> Iterator[str]:
    """Somebody's faces, and what can be done with them."""
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


def _added(stage: Stage, page: PeoplePage, material: Material) -> Iterator[str]:
    """People added from files and folders."""
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


def _handed_over(stage: Stage, page: PeoplePage) -> Iterator[str]:
    """What other programs give and get."""
    page._hand_over.showMenu()
    yield "hand-over"
    stage.quiet()
    SimilarFaces(stage.window.context, page, stage.window.context.people.cards[0].cover or 0).open()
    stage.settle(3000)
    yield "similar-faces"
    stage.quiet()
    NamesDialog(page, _names(), lambda _: None).open()
    yield "names-found"
    stage.quiet()
    NamesDialog(page, NamesPlan("/photos/2019"), lambda _: None).open()
    yield "no-names-found"
    stage.quiet()
    LibraryDialog(page, Path("family.kith"), _library(), lambda: None).open()
    yield "library"
    stage.quiet()
    WriteDialog(stage.window.context, page, None).open()
    stage.settle(1500)
    yield "write-names"
    page.findChildren(WriteDialog)[-1].in_files.setChecked(True)
    stage.settle(1500)
    yield "write-names-into-files"
    stage.quiet()


def _names() -> NamesPlan:
    """What another program might have left."""
    new, known = say("new"), say("enrolled already: the faces are added")
    people = (
        PlannedName("Ana Maria Alvarez-Castellanos", tuple(range(143)), 2, 1, 4, new),
        PlannedName("Bo", (1, 2, 3), odd=known),
        PlannedName("Grandma", (), 12, odd=say("nothing to take over"), usable=False),
    )
    failed = (Failure("/photos/2019/IMG_0001.jpg.xmp", say("it is no XML")),)
    return NamesPlan("/photos/2019", people, 151, 12, failed)


def _library() -> LibraryPlan:
    """What another library might hold."""
    new, other = say("new"), say("looks like another person than {name} here", name="Bo")
    people = (
        MovedPerson("Ana Maria Alvarez-Castellanos", "Ana Maria Alvarez-Castellanos", True, 143, 12, 30, 1),
        MovedPerson("Bo", "Bo 2", False, 3, odd=other),
        MovedPerson("Grandma", "Grandma", False, 1012, odd=new),
    )
    return LibraryPlan(people, 2140, 151, 1158, 43)


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
