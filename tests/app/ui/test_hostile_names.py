"""Names that would be markup, keys, formulas, paths or control codes are shown as they are, on every page."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QObject
from PySide6.QtGui import QAction, Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from sqlalchemy import text

from app.services.workspace import Workspace
from app.ui.people.page import PeoplePage
from tests.app.processes import processes
from tests.app.ui.conftest import Driver

# what the offscreen platform cannot do when a window opens over another
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NAMES = (
    "<img src=x> R&D &amp; %s {x} CON.",
    "\x1b[31m=1+1 \u202eeman\x07 <b>../..</b>",
    "@SUM(A1)|cmd \x9b2J \u2066x\u2069 trailing ",
)


@pytest.fixture
def hostile(gallery: Path, tmp_path: Path, token: str, qapp: QApplication) -> Iterator[Driver]:
    """A window on a gallery whose names somebody wrote past Kith."""
    folder = Path(shutil.copytree(gallery, tmp_path / "hostile"))
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        for person, name in enumerate(NAMES, start=1):
            change = "UPDATE person SET name = :name, name_key = :name WHERE id = :person"
            session.execute(text(change), {"name": name, "person": person})
    driver = Driver(folder, token)
    yield driver
    driver.close()
    driver.until(lambda: not processes(token), 1000)


def _obeyed(root: QObject) -> list[str]:
    """What of a window's texts would be taken for something else than text."""
    found = []
    for one in (root, *root.findChildren(QObject)):
        if isinstance(one, QWidget):
            found += [f"rich tip: {one.toolTip()}"] if re.search(r"<(img|b)\b", one.toolTip()) else []
            found += _controls(one.toolTip()) + _controls(one.windowTitle())
        if isinstance(one, QLabel):
            rich = one.textFormat() != Qt.TextFormat.PlainText and Qt.mightBeRichText(one.text())
            found += [f"rich label: {one.text()}"] if rich else []
            found += _controls(one.text())
        elif isinstance(one, QAbstractButton | QAction):
            key = "R&D" in one.text() or "R&amp" in one.text()
            found += [f"key: {one.text()}"] if key else []
            found += _controls(one.text())
        elif isinstance(one, QAbstractItemModel):
            cells = [one.index(row, 0) for row in range(min(one.rowCount(), 20))]
            tips = [str(cell.data(Qt.ItemDataRole.ToolTipRole) or "") for cell in cells]
            texts = [str(cell.data(Qt.ItemDataRole.DisplayRole) or "") for cell in cells]
            found += [f"rich tip: {tip}" for tip in tips if re.search(r"<(img|b)\b", tip)]
            found += [bad for said in (*tips, *texts) for bad in _controls(said)]
    return found


def _controls(said: str) -> list[str]:
    return (
        [f"control: {said!r}"]
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", said)
        else []
    )


@pytest.mark.slow
def test_no_page_obeys_a_name(hostile: Driver) -> None:
    window = hostile.window
    people = hostile.page("people", PeoplePage)
    cards = hostile.until(lambda: people.context.people.cards)
    assert len(cards) == len(NAMES)
    menus = [people.overview.menu_for(card) for card in cards]
    people.overview.grid.selectAll()
    menus += [people.overview.menu_for(cards[0])]
    assert [bad for menu in menus for bad in _obeyed(menu)] == []
    assert _obeyed(window) == []
    for card in cards:
        people.open_person(card)
        people._ask_forget(card)
        window.context.notices.say(card.name)
        hostile.until(lambda: people.person.grid.faces.faces)
        assert _obeyed(window) == []
        people._ask_forget(card)
    for key in ("live", "photos", "training", "activity", "settings"):
        hostile.click(window._rail.button(key))
        assert window.shown == key
        assert _obeyed(window) == []
