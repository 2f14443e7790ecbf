"""Pairs of people who were said to be two."""

import pytest

from app.gallery import people
from app.gallery.apart import keep_apart, kept_apart
from app.gallery.database import Database


def test_pairs_hold_for_both_and_are_stored_once(db: Database) -> None:
    with db.write() as session:
        anna, ben, carl = (people.create(session, name)[0] for name in ("Anna", "Ben", "Carl"))
        keep_apart(session, carl, [anna, ben, carl])
        keep_apart(session, anna, [carl])
        assert kept_apart(session, carl) == {anna, ben}
        assert kept_apart(session, anna) == {carl}


@pytest.mark.slow
def test_forgetting_somebody_forgets_what_was_said_of_them(db: Database) -> None:
    with db.write() as session:
        anna, ben = (people.create(session, name)[0] for name in ("Anna", "Ben"))
        keep_apart(session, anna, [ben])
        people.forget(session, anna)
    with db.read() as session:
        assert kept_apart(session, ben) == set()
