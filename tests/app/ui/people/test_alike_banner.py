"""Two people who may be one: asked about on the People page, answered with one click, remembered."""

from app.engine.requests.faces import SplitFaces
from app.engine.requests.people import AlikePairs, FacesOfPerson
from app.ui.people.page import PeoplePage
from tests.app.ui.conftest import Driver


def test_who_may_be_one_is_asked_about_and_the_answer_holds(known: Driver) -> None:
    page = known.page("people", PeoplePage)
    known.until(lambda: len(known.window.context.people.cards) == 3)
    blair = known.window.context.people.find("Tony Blair")
    assert blair is not None
    known.ask(SplitFaces(known.ask(FacesOfPerson(blair.id))[:1], "Anthony"))
    banner = page.overview.alike
    known.until(banner.isVisible)
    assert "Tony Blair, 3 faces · Anthony, 1 face · one in " in banner._said.text()
    known.press("Two people", banner)
    known.until(lambda: not banner.isVisible())
    assert "Tony Blair and Anthony are two people" in known.window.context.notices.text
    assert known.ask(AlikePairs()) == ()
    known.press("Undo  Ctrl+Z")
    known.until(banner.isVisible)
    known.press("Later", banner)
    assert not banner.isVisible()
    banner._later.clear()
    banner.look()
    known.until(banner.isVisible)
    known.press("Both are Tony Blair", banner)
    known.until(lambda: {card.name for card in known.window.context.people.cards} >= {"Tony Blair"})
    known.until(lambda: known.window.context.people.find("Anthony") is None)
    assert not banner.isVisible()
