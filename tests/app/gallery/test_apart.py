"""Pairs of people who were said to be two."""

import pytest

from app.core.text import quote
from app.gallery import forgetting, journal, people, undoing
from app.gallery.apart import keep_apart, kept_apart, pairs
from app.gallery.database import Database, Session


def _keep_apart(session: Session, person: int, others: list[int]) -> None:
    keep_apart(session, journal.begin(session, "apart", quote("Two")), person, others)


def test_pairs_hold_for_both_and_are_stored_once(db: Database) -> None:
    with db.write() as session:
        anna, ben, carl = (people.create(session, name)[0] for name in ("Anna", "Ben", "Carl"))
        _keep_apart(session, carl, [anna, ben, carl])
        _keep_apart(session, anna, [carl])
        assert kept_apart(session, carl) == {anna, ben}
        assert kept_apart(session, anna) == {carl}
        undoing.undo(session)
        assert pairs(session) == set()
        undoing.redo(session)
        people.merge(session, ben, anna)
        assert kept_apart(session, carl) == {anna}
        undoing.undo(session)
        assert pairs(session) == {(anna, carl), (ben, carl)}


@pytest.mark.slow
def test_forgetting_somebody_forgets_what_was_said_of_them(db: Database) -> None:
    with db.write() as session:
        anna, ben = (people.create(session, name)[0] for name in ("Anna", "Ben"))
        _keep_apart(session, anna, [ben])
        forgetting.forget(session, anna)
    with db.read() as session:
        assert kept_apart(session, ben) == set()
        assert [entry.label for entry in journal.history(session)] == ["Added Ben"]
