"""Presence from the command line: turned on and off, visits listed, exported, corrected and deleted."""

import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.core import settings
from app.domain.visit import VisitState
from app.gallery import people, visits
from app.services.workspace import Workspace
from tests.app.conftest import Ran

Kith = Callable[..., Ran]
NOON = datetime.now(UTC).replace(hour=12, minute=0, second=0, microsecond=0) - timedelta(days=9)
"""Of a day whose visits are still kept."""


@pytest.fixture
def kept(workspace: Workspace) -> list[int]:
    """Three visits: of Ana, of Bob a day later, and of someone whose name is a formula."""
    with workspace.db.write() as session:
        made = []
        for day, name in enumerate(("Ana", "Bob", "=HYPERLINK(1)")):
            person, _ = people.create(session, name)
            arrived = NOON + timedelta(days=day)
            begun = visits.arrive(session, person, str(day % 2), arrived, arrived, timedelta(0))
            assert begun is not None
            visits.end(session, begun[0], arrived + timedelta(minutes=5), VisitState.LEFT)
            made.append(begun[0])
    return made


def _listed(kith: Kith, *words: object) -> list[Any]:
    found: list[Any] = kith("presence", "list", *words, "--json").document["visits"]
    return found


def test_it_is_off_until_it_is_turned_on(kith: Kith, tmp_path: Path) -> None:
    stored = tmp_path / "data" / "settings.json"
    assert kith("presence", "--json").document == {"on": False, "today": 0, "days": 30}
    assert not stored.exists()
    assert kith("presence", "on", "--json").document == {"on": True, "days": 30}
    assert settings.load(stored).presence
    assert "kept for 30 days" in kith("presence").out
    assert "not kept any more" in kith("presence", "off").out
    assert not settings.load(stored).presence


@pytest.mark.slow
def test_visits_are_found_by_person_day_and_source(kith: Kith, kept: list[int]) -> None:
    first, second, third = kept
    assert [visit["id"] for visit in _listed(kith)] == [third, second, first]
    assert [visit["id"] for visit in _listed(kith, "--person", "ana")] == [first]
    day = (NOON + timedelta(days=1)).astimezone().date()
    assert [visit["id"] for visit in _listed(kith, "--day", day)] == [second]
    assert [visit["id"] for visit in _listed(kith, "--source", "0")] == [third, first]
    ana = _listed(kith, "--person", "Ana")[0]
    assert (ana["person"], ana["state"], ana["said"]) == ("Ana", "left", None)
    assert datetime.fromisoformat(ana["arrived"]) == NOON
    assert datetime.fromisoformat(ana["left"]) == NOON + timedelta(minutes=5)
    assert "Bob" in kith("presence", "list").out
    assert "no such visits" in kith("presence", "list", "--day", "2001-01-01").err
    assert kith("presence", "list", "--person", "Nobody").code == 2
    assert "no day" in kith("presence", "list", "--day", "yesterday").err


@pytest.mark.slow
def test_a_correction_keeps_who_it_was_said_to_be(kith: Kith, kept: list[int]) -> None:
    done = kith("presence", "correct", kept[0], "bob", "--json").document
    assert done["visits"] == [kept[0]]
    assert "it was Bob" in done["done"]
    corrected = _listed(kith)[2]
    assert (corrected["person"], corrected["said"]) == ("Bob", "Ana")
    assert corrected["corrected"]
    assert kith("presence", "correct", kept[0], "--nobody").code == 0
    assert _listed(kith)[2]["person"] is None
    assert "said to be Ana" in kith("presence", "list").out
    assert kith("undo").code == 0
    assert _listed(kith)[2]["person"] == "Bob"
    for wrong in ((kept[0],), (kept[0], "Bob", "--nobody"), (kept[0], "Stranger"), (999, "Bob")):
        assert kith("presence", "correct", *wrong).code == 2


def test_visits_are_deleted_and_come_back(kith: Kith, kept: list[int]) -> None:
    assert "Deleted 2 visits" in kith("presence", "delete", *kept[:2]).out
    assert [visit["id"] for visit in _listed(kith)] == [kept[2]]
    assert kith("presence", "delete", kept[0]).code == 2
    kith("undo")
    assert len(_listed(kith)) == 3


def test_no_cell_of_an_export_is_a_formula(kith: Kith, kept: list[int], tmp_path: Path) -> None:
    assert "3 visits" in kith("presence", "export", tmp_path / "visits.csv").out
    with (tmp_path / "visits.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["person"] for row in rows] == ["'=HYPERLINK(1)", "Bob", "Ana"]
    assert datetime.fromisoformat(rows[2]["arrived"]) == NOON
    assert kith("presence", "export", tmp_path / "visits.json", "--person", "Ana").code == 0
    document = json.loads((tmp_path / "visits.json").read_text(encoding="utf-8"))
    assert [visit["person"] for visit in document["visits"]] == ["Ana"]
    for wrong in (tmp_path / "visits.txt", tmp_path / "nowhere" / "visits.csv"):
        assert kith("presence", "export", wrong).code == 2


def test_a_secret_is_of_the_broker_or_the_webhook(kith: Kith) -> None:
    assert kith("presence", "secret", "mail").code == 2
