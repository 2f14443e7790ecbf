"""Visits as rows: begun, ended, corrected, deleted, swept, and what becomes of them with their people."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import say
from app.domain.visit import Visit, VisitFilter, VisitState
from app.gallery import forgetting, journal, people, undoing, visits
from app.gallery.database import Database

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
GAP = timedelta(seconds=30)
SAID = say("Corrected a visit")
Rows = Callable[[str], list[tuple[Any, ...]]]


@pytest.fixture
def three(db: Database) -> dict[str, int]:
    """Three people, by name."""
    with db.write() as session:
        return {name: people.create(session, name)[0] for name in ("Ana", "Bob", "Cem")}


def _begin(session: Session, person: int, minutes: float = 0, source: str = "0") -> int:
    arrived = NOON + timedelta(minutes=minutes)
    begun = visits.arrive(session, person, source, arrived, arrived + timedelta(seconds=1), GAP)
    assert begun is not None
    return begun[0]


def _visit(db: Database, person: int, minutes: float = 0, source: str = "0") -> int:
    with db.write() as session:
        visit = _begin(session, person, minutes, source)
        visits.end(session, visit, NOON + timedelta(minutes=minutes + 1), VisitState.LEFT)
    return visit


def _all(db: Database, wanted: VisitFilter | None = None) -> list[Visit]:
    with db.read() as session:
        return visits.listed(session, wanted or VisitFilter())


def _named(db: Database) -> list[tuple[int, str | None]]:
    return [(visit.id, visit.name) for visit in _all(db)]


def _undo(db: Database) -> None:
    with db.write() as session:
        undoing.undo(session)


def test_a_visit_from_arriving_to_leaving(db: Database, three: dict[str, int]) -> None:
    with db.write() as session:
        visit = _begin(session, three["Ana"])
        visits.keep_up(session, {visit: NOON + timedelta(seconds=10)})
    (open_one,) = _all(db)
    assert open_one == Visit(
        visit, three["Ana"], "Ana", "0", NOON, NOON + timedelta(seconds=10), VisitState.HERE
    )
    assert open_one.left is None
    with db.write() as session:
        visits.end(session, visit, NOON + timedelta(seconds=12), VisitState.LEFT)
    (ended,) = _all(db)
    assert (ended.state, ended.left) == (VisitState.LEFT, NOON + timedelta(seconds=12))


def test_a_visit_that_stands_open_is_gone_on_with_unless_it_is_too_old(
    db: Database, three: dict[str, int]
) -> None:
    with db.write() as session:
        first = _begin(session, three["Ana"])
        assert visits.arrive(session, three["Ana"], "0", NOON + GAP, NOON + GAP, GAP) == (first, False)
        assert _begin(session, three["Ana"], 5) != first
        assert _begin(session, three["Ana"], 5, source="1") != first
        assert _begin(session, three["Bob"], 5) != first
        people.remove(session, three["Cem"])
        assert visits.arrive(session, three["Cem"], "0", NOON, NOON, GAP) is None
        assert visits.arrive(session, 999, "0", NOON, NOON, GAP) is None
    states = [(visit.name, visit.source, visit.state.value) for visit in _all(db)]
    assert states == [("Bob", "0", "here"), ("Ana", "1", "here"), ("Ana", "0", "here"), ("Ana", "0", "cut")]


def test_a_crash_leaves_a_visit_that_ends_where_it_was_last_seen(db: Database, three: dict[str, int]) -> None:
    with db.write() as session:
        visit = _begin(session, three["Ana"])
        visits.keep_up(session, {visit: NOON + timedelta(seconds=40)})
    again = Database.open(db.folder)
    with again.write() as session:
        assert visits.end_stale(session, NOON + timedelta(seconds=40)) == 0
        assert visits.end_stale(session, NOON + timedelta(minutes=3)) == 1
    again.close()
    (ended,) = _all(db)
    assert (ended.state, ended.left) == (VisitState.CUT, NOON + timedelta(seconds=40))


def test_a_correction_keeps_who_it_was_said_to_be(db: Database, three: dict[str, int]) -> None:
    visit = _visit(db, three["Ana"])
    for person, name in ((three["Bob"], "Bob"), (None, None), (three["Cem"], "Cem")):
        with db.write() as session:
            assert visits.correct(session, visit, person, SAID).visits == {visit}
        (found,) = _all(db)
        assert (found.person, found.name, found.said) == (person, name, "Ana")
        assert found.corrected_at is not None
        assert abs(found.corrected_at - datetime.now(UTC)) < timedelta(minutes=1)
    _undo(db)
    assert _named(db) == [(visit, None)]
    with db.write() as session:
        visits.correct(session, visit, three["Ana"], SAID)
    (found,) = _all(db)
    assert (found.name, found.said, found.corrected_at) == ("Ana", None, None)
    with db.write() as session, pytest.raises(GalleryError, match="no such visit"):
        visits.correct(session, 99, None, SAID)


def test_deleting_can_be_undone_until_it_is_swept(db: Database, three: dict[str, int]) -> None:
    first, second = _visit(db, three["Ana"]), _visit(db, three["Bob"], 5)
    with db.write() as session:
        visits.remove(session, [first, second], SAID)
    assert _all(db) == []
    _undo(db)
    assert _named(db) == [(second, "Bob"), (first, "Ana")]
    with db.write() as session:
        undoing.redo(session)
        with pytest.raises(GalleryError):
            visits.remove(session, [first], SAID)
    with db.write() as session:
        assert visits.due(session, NOON, NOON)
        assert visits.sweep(session, NOON) == 2
        assert not visits.due(session, NOON, NOON)
        with pytest.raises(GalleryError):
            visits.remove(session, [first], SAID)
    with db.read() as session:
        assert [entry.kind for entry in journal.history(session)] == ["create"] * 3


def test_old_visits_go_and_what_else_was_done_then_can_be_undone(
    db: Database, three: dict[str, int], rows: Rows
) -> None:
    _visit(db, three["Ana"])
    recent = _visit(db, three["Ana"], 600)
    with db.write() as session:
        people.merge(session, three["Ana"], three["Bob"])
    with db.write() as session:
        assert visits.sweep(session, NOON + timedelta(hours=1)) == 1
    assert _named(db) == [(recent, "Bob")]
    _undo(db)
    assert _named(db) == [(recent, "Ana")]
    assert rows("SELECT count(*) FROM visit") == [(1,)]


@pytest.mark.slow
def test_merging_moves_visits_and_undo_returns_them(db: Database, three: dict[str, int]) -> None:
    ana, bob = _visit(db, three["Ana"]), _visit(db, three["Bob"], 5)
    with db.write() as session:
        changes = people.merge(session, three["Ana"], three["Bob"])
    assert changes.visits == {ana}
    assert _named(db) == [(bob, "Bob"), (ana, "Bob")]
    _undo(db)
    assert _named(db) == [(bob, "Bob"), (ana, "Ana")]
    with db.write() as session:
        assert undoing.redo(session).visits == {ana}
    assert _named(db) == [(bob, "Bob"), (ana, "Bob")]


def test_removing_hides_visits_and_undo_shows_them(db: Database, three: dict[str, int]) -> None:
    visit = _visit(db, three["Ana"])
    with db.write() as session:
        people.remove(session, three["Ana"])
    assert _all(db) == []
    with db.read() as session:
        assert visits.count(session, VisitFilter()) == 0
    _undo(db)
    assert _named(db) == [(visit, "Ana")]


def test_forgetting_erases_visits_and_every_mention(
    db: Database, three: dict[str, int], rows: Rows, tmp_path: Path
) -> None:
    _visit(db, three["Ana"])
    bobs, nobodys, was_anas = (_visit(db, three[name], 5) for name in ("Bob", "Ana", "Ana"))
    with db.write() as session:
        visits.correct(session, nobodys, None, say("Ana was nobody"))
    with db.write() as session:
        visits.correct(session, was_anas, three["Bob"], say("Ana was Bob"))
    with db.write() as session:
        people.merge(session, three["Cem"], three["Ana"])
    with db.write() as session:
        gone = forgetting.forget(session, three["Ana"]).changes
    assert nobodys in gone.visits
    assert sorted(_named(db)) == [(bobs, "Bob"), (was_anas, "Bob")]
    assert rows("SELECT DISTINCT said_id FROM visit") == [(None,)]
    assert rows("SELECT count(*) FROM journal WHERE label LIKE '%Ana%'") == [(0,)]
    db.scrub()


def test_looking_for_visits(db: Database, three: dict[str, int]) -> None:
    day = timedelta(days=1)
    first, second, third = (
        _visit(db, three[name], minutes, source)
        for name, minutes, source in (("Ana", 0, "0"), ("Ana", 24 * 60, "1"), ("Bob", 48 * 60, "1"))
    )
    on = NOON.astimezone().date()
    expected = {
        VisitFilter(): [third, second, first],
        VisitFilter(person=three["Ana"]): [second, first],
        VisitFilter(source="1"): [third, second],
        VisitFilter(first=on + day): [third, second],
        VisitFilter(last=on + day): [second, first],
        VisitFilter(three["Ana"], on + day, on + day, "1"): [second],
        VisitFilter(three["Bob"], on, on): [],
    }
    with db.read() as session:
        for wanted, found in expected.items():
            assert [visit.id for visit in visits.listed(session, wanted)] == found
            assert visits.count(session, wanted) == len(found)
        assert [visit.id for visit in visits.listed(session, VisitFilter(), limit=2)] == [third, second]
        assert visits.sources(session) == ["0", "1"]
