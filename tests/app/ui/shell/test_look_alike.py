"""The question whether somebody is enrolled already, at the People page of a real window."""

from pathlib import Path

import pytest

from app.engine.requests.people import ListPeople
from app.ui.people.page import PeoplePage
from app.ui.shell.look_alike import LookAlike
from tests.app.ui.clips import photos_of
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.mark.slow
def test_add_to_them_keep_apart_or_cancel(known: Driver, faces: Path) -> None:
    page = known.page("people", PeoplePage)
    fresh = photos_of(faces, "Tony_Blair")

    def counts() -> dict[str, int]:
        return {card.name: card.faces for card in known.ask(ListPeople())}

    def answer(photo: Path, name: str, button: str) -> None:
        page._actions.enrol(name, [str(photo)])
        (box,) = known.until(lambda: [one for one in page.findChildren(LookAlike) if one.isVisible()])
        assert box.windowTitle().startswith("This looks like Tony Blair (one in")
        known.press(button, box)

    answer(fresh[5], "Anthony", "Cancel")
    assert counts()["Tony Blair"] == 4
    answer(fresh[5], "Anthony", "Add to Tony Blair")
    known.until(lambda: counts()["Tony Blair"] == 5)
    answer(fresh[6], "Anthony", "Keep apart")
    known.until(lambda: counts().get("Anthony") == 1)
    page._actions.enrol("Anthony", [str(fresh[7])])
    known.until(lambda: counts()["Anthony"] == 2)
