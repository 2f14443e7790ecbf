"""Whose term ends is listed with what can be done: they agree further, or are forgotten."""

import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.core.text import quote
from app.domain.clock import Clock
from app.domain.consent import Consent
from app.engine.requests.activity import ListJobs, Undo
from app.engine.requests.people import (
    AgreeFurther,
    ConsentsOf,
    EndingPeople,
    LapsedPeople,
    ListPeople,
    Withdraw,
)
from app.engine.requests.presence import ListVisits
from app.gallery import clock, people, visits
from app.services.workspace import Workspace
from app.ui.activity.page import ActivityPage
from app.ui.people.dialogs import AskForget
from app.ui.settings.erasing import AskErase
from app.ui.settings.page import SettingsPage
from app.ui.settings.terms import AskFurther, Terms
from tests.app.ui.conftest import Driver

_PURPOSE = quote("the <b>door</b> of the club")


def _buttons(terms: Terms) -> list[QPushButton]:
    return [one for one in terms.findChildren(QPushButton) if one.isVisible()]


@pytest.mark.slow
def test_a_term_is_extended_and_a_withdrawal_forgotten_from_the_list(known: Driver) -> None:
    first, second, _ = known.ask(ListPeople())
    for one in (first, second):
        known.ask(AgreeFurther(one.id, Consent(_PURPOSE, date.today() + timedelta(3))))
    known.ask(Withdraw(second.id))
    terms = known.page("settings", SettingsPage).erasing.terms
    known.until(lambda: terms.ending.isVisible() and terms.lapsed.isVisible())
    known.until(lambda: all(one.height() >= one.sizeHint().height() for one in _buttons(terms)))
    assert any(first.name == one.text() for one in terms.ending.findChildren(QLabel))

    known.press(f"Does {first.name} agree further?", terms.ending)
    asked = known.window.findChild(AskFurther)
    assert asked is not None
    assert not asked.keep.isEnabled()
    assert asked.agreement.consent().purpose == _PURPOSE
    asked.agreement.tick.setChecked(True)
    known.press("Keep that they agree", asked)
    known.until(lambda: not terms.ending.isVisible())
    assert known.ask(EndingPeople(30)) == ()
    newest, before = known.ask(ConsentsOf(first.id))
    assert newest.purpose == before.purpose
    assert newest.until is not None
    assert before.until is not None
    assert newest.until > before.until
    known.ask(Undo())
    assert [one.name for one in known.ask(EndingPeople(30))] == [first.name]
    known.until(lambda: terms.ending.isVisible())

    forget = f"Forget {second.name}"
    known.until(lambda: any(one.accessibleName() == forget for one in _buttons(terms)))
    known.press(forget, terms.lapsed)
    question = known.window.findChild(AskForget)
    assert question is not None
    question.name.setText(second.name)
    known.press("Forget for good", question)
    known.until(lambda: not terms.lapsed.isVisible())
    assert known.ask(LapsedPeople()) == ()
    assert second.name not in [one.name for one in known.ask(ListPeople())]


def test_a_clock_that_leapt_is_told_and_erases_nothing_by_itself(
    gallery: Path, tmp_path: Path, token: str, qapp: QApplication
) -> None:
    folder, now = Path(shutil.copytree(gallery, tmp_path / "leapt")), datetime.now(UTC)
    with Workspace.open(folder) as workspace, workspace.db.write() as session:
        clock.keep(session, Clock(now - timedelta(400)))
        [person, *_] = people.names(session)
        visits.arrive(session, person, "door", now - timedelta(399), now - timedelta(399), timedelta())
    driver = Driver(folder, token)
    try:
        terms = driver.page("settings", SettingsPage).erasing.terms
        driver.until(terms.clock.isVisible)
        assert "400 days ahead" in terms.clock.text()
        driver.press("Erase faces…")
        question = driver.window.findChild(AskErase)
        assert question is not None
        driver.until(question.clock.isVisible)
        question.reject()
        [told] = driver.until(lambda: driver.ask(ListJobs()))
        assert (told.outcome, "400 days ahead" in told.detail) == ("cancelled", True)
        activity = driver.page("activity", ActivityPage)
        driver.until(lambda: any("400 days ahead" in one.text() for one in activity.findChildren(QLabel)))
        [visit] = driver.ask(ListVisits())
        assert visit.source == "door"
    finally:
        driver.close()
