"""Who came and went, looked for, corrected, deleted and exported through the real window and engine."""

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from app.engine.requests.people import ListPeople
from app.gallery import visits
from app.gallery.database import Database
from app.ui.activity.page import ActivityPage
from app.ui.activity.visits import Visits
from app.ui.live.page import LivePage
from app.ui.settings.page import SettingsPage
from tests.app.ui.conftest import Driver


def _keep(drive: Driver, name: str, days_ago: float, source: str = "0") -> int:
    """Another program keeps a visit."""
    person = next(one.id for one in drive.ask(ListPeople()) if one.name == name)
    arrived = datetime.now(UTC) - timedelta(days=days_ago)
    db = Database.open(drive.folder)
    with db.write() as session:
        begun = visits.arrive(session, person, source, arrived, arrived + timedelta(seconds=9), timedelta(0))
    db.close()
    assert begun is not None
    return begun[0]


def _open(drive: Driver) -> Visits:
    page = drive.page("activity", ActivityPage)
    drive.press("Visits", page)
    return page.visits


def _people(view: Visits) -> list[str]:
    return [row[0] for row in view.table.rows()]


def _shows(view: Visits, people: list[str]) -> bool:
    return _people(view) == people


@pytest.mark.slow
def test_presence_is_turned_on_in_the_settings_and_seen_everywhere(drive: Driver) -> None:
    rail = drive.window._rail
    live = drive.page("live", LivePage)
    sign = next(one for one in live.findChildren(QLabel) if one.text() == "Visits are kept")
    assert not rail.visits.isVisible()
    assert not sign.isVisible()
    view = _open(drive)
    drive.until(lambda: view._empty.isVisible())
    drive.press("Open settings", view)
    page = drive.window.page("settings")
    assert isinstance(page, SettingsPage)
    drive.until(page.presence.switch.isEnabled)
    page.presence.switch.click()
    drive.until(lambda: page.presence.said == "saved")
    drive.until(rail.visits.isVisible)
    assert rail.visits.text() == "0 visits today"
    drive.page("live", LivePage)
    assert sign.isVisible()
    drive.click(rail.visits)
    assert drive.window.shown == "activity"
    assert view.isVisible()


@pytest.mark.slow
def test_visits_are_found_corrected_deleted_and_exported(drive: Driver, faces: Path, tmp_path: Path) -> None:
    drive.enrol(faces, ("Tony_Blair", "Hugo_Chavez"), photos=1)
    view = _open(drive)
    _keep(drive, "Hugo Chavez", 20)
    _keep(drive, "Hugo Chavez", 1)
    _keep(drive, "Tony Blair", 0, "rtsp://***@hall/1")
    drive.until(lambda: _people(view) == ["Tony Blair", "Hugo Chavez", "Hugo Chavez"])
    assert view.table.rows()[0][1:4:2] == ("rtsp://***@hall/1", "Still here")
    for choice, value, left in (
        (view.day, "yesterday", ["Hugo Chavez"]),
        (view.day, "month", ["Tony Blair", "Hugo Chavez", "Hugo Chavez"]),
        (view.source, "0", ["Hugo Chavez", "Hugo Chavez"]),
        (view.source, "", ["Tony Blair", "Hugo Chavez", "Hugo Chavez"]),
    ):
        choice.show_value(value)
        choice.activated.emit(choice.currentIndex())
        drive.until(partial(_shows, view, left))
    view.table.selectRow(1)
    drive.type(view.name, "Tony Blair")
    view.name.submit()
    drive.until(lambda: _people(view) == ["Tony Blair", "Tony Blair", "Hugo Chavez"])
    assert view.table.rows()[1][4] == "Was said to be Hugo Chavez"
    view.table.clearSelection()
    view.table.selectRow(2)
    drive.press("Nobody I know", view)
    drive.until(lambda: _people(view) == ["Tony Blair", "Tony Blair", "Nobody known"])
    view.export(str(tmp_path / "visits.json"))
    drive.until(lambda: (tmp_path / "visits.json").exists() and drive.window.context.notices.text)
    stored = json.loads((tmp_path / "visits.json").read_text(encoding="utf-8"))
    assert [visit["said"] for visit in stored["visits"]] == [None, "Hugo Chavez", "Hugo Chavez"]
    drive.press("Delete", view)
    drive.until(lambda: len(_people(view)) == 2)
    drive.window.undo()
    drive.until(lambda: len(_people(view)) == 3)
