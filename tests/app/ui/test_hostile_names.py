"""Names that would be markup, keys, formulas, paths or control codes are shown as they are, on every page."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QAbstractItemModel, QObject
from PySide6.QtGui import QAction, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from sqlalchemy import text

from app.core.text import plain, quote
from app.domain.consent import Consent, Lapsed
from app.services.workspace import Workspace
from app.ui.people.dialogs import AskForget, AskName, ask_same
from app.ui.people.page import PeoplePage
from app.ui.settings.terms import AskFurther
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
def test_no_completion_or_dialog_obeys_a_name(hostile: Driver) -> None:
    context = hostile.window.context
    cards = hostile.until(lambda: context.people.cards)
    picked: list[str] = []
    asked = AskName(hostile.window, context.people, "Rename", "", ("Go on", picked.append))
    asked.open()
    for card in cards:
        asked.name.setText("")
        QTest.keyClicks(asked.name, {1: "R&D", 2: "eman", 3: "SUM"}[card.id])
        assert plain(card.name) in asked.name.offered()
        assert _obeyed(asked) == []
        asked.name._picked(plain(card.name))
    assert picked == [card.name for card in cards]  # as they are, not as they are shown
    lapsed = [Lapsed(card.id, card.name, Consent(quote(card.name))) for card in cards]
    dialogs = [
        asked,
        ask_same(hostile.window, cards[0], cards[1], lambda: None),
        *(AskForget(hostile.window, card, lambda: None, lambda: picked.append("gone")) for card in cards),
        *(AskFurther(hostile.window, one, lambda _: None) for one in lapsed),
    ]
    for dialog in dialogs:
        dialog.open()
        assert _obeyed(dialog) == []
        if isinstance(dialog, AskForget):
            dialog.name.setText(plain(dialog._card.name))  # it can be typed as it is shown
            hostile.press("Forget for good", dialog)
        dialog.close()
    assert picked[len(cards) :] == ["gone"] * len(cards)


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
