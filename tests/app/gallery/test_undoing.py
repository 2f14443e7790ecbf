"""Undo beyond the newest change, and what redo may do again."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import quote
from app.gallery import denials, faces, journal, people, undoing
from app.gallery.database import Database
from app.gallery.records import NewFace
from tests.app.gallery.test_journal import Walk, dump

MakeFace = Callable[..., NewFace]


def newest(session: Session) -> int:
    """The entry that was made last."""
    return journal.history(session, 1)[0].id


def owners(session: Session) -> dict[int, int | None]:
    return {face: person for face, person, *_ in dump(session)["face"]}


@pytest.fixture
def merged(db: Database, make_face: MakeFace) -> tuple[int, int, list[int], list[int], int]:
    """Anna with three faces merged into Bob with two: their identifiers, their faces, the entry."""
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        bob, _ = people.create(session, "Bob")
        hers, _ = faces.add(session, [make_face() for _ in range(3)], person_id=anna)
        his, _ = faces.add(session, [make_face() for _ in range(2)], person_id=bob)
        people.merge(session, anna, bob)
        return anna, bob, list(hers), list(his), newest(session)


Merged = tuple[int, int, list[int], list[int], int]


def test_what_was_left_behind_is_not_done_again(db: Database) -> None:
    with db.write() as session:
        people.create(session, "Anna")
        people.create(session, "Bob")
        undoing.undo(session)
        undoing.undo(session)
        people.create(session, "Cleo")
        undoing.undo(session)
        assert undoing.redo(session).label == "Redid: Added Cleo"
        with pytest.raises(GalleryError, match="nothing to redo"):
            undoing.redo(session)
        assert [entry.abandoned for entry in journal.history(session)] == [False, True, True]


def test_an_old_merge_is_undone_alone(db: Database, merged: Merged) -> None:
    anna, bob, hers, his, entry = merged
    with db.write() as session:
        people.create(session, "Cleo")
        people.rename(session, bob, "Robert")
        before = dump(session)
        assert undoing.undo_alone(session, entry).label == "Undid: Merged Anna into Bob"
        assert people.name_of(session, anna) == "Anna"
        assert owners(session) == dict.fromkeys(hers, anna) | dict.fromkeys(his, bob)
        assert people.name_of(session, bob) == "Robert"
        told = {one.id: one for one in journal.history(session)}
        assert not told[entry].stands
        assert told[entry].undone_by == newest(session)
        with pytest.raises(GalleryError, match="undone already"):
            undoing.undo_alone(session, entry)
        undoing.undo(session)  # of the undoing
        assert dump(session) == before
        assert {one.id: one.stands for one in journal.history(session)}[entry]


def test_what_was_changed_since_stays_and_is_told(db: Database, merged: Merged) -> None:
    anna, _, hers, _, entry = merged
    with db.write() as session:
        cleo, _ = people.create(session, "Cleo")
        faces.assign(session, hers[:1], cleo)
        changes = undoing.undo_alone(session, entry)
        assert changes.label == (
            "Undid: Merged Anna into Bob (1 thing that was changed since stays as it is)"
        )
        found = owners(session)
        assert [found[face] for face in hers] == [cleo, anna, anna]


def test_whom_the_other_was_merged_into_counts_as_them(db: Database, merged: Merged) -> None:
    anna, bob, hers, his, entry = merged
    with db.write() as session:
        cleo, _ = people.create(session, "Cleo")
        people.merge(session, bob, cleo)
        undoing.undo_alone(session, entry)
        assert owners(session) == dict.fromkeys(hers, anna) | dict.fromkeys(his, cleo)


def test_a_face_goes_back_to_whom_its_person_is_now(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        bob, _ = people.create(session, "Bob")
        ids, _ = faces.add(session, [make_face(), make_face()], person_id=anna)
        faces.assign(session, ids, bob)
        entry = newest(session)
        cleo, _ = people.create(session, "Cleo")
        people.merge(session, anna, cleo)
        undoing.undo_alone(session, entry)
        assert set(owners(session).values()) == {cleo}


def test_somebody_who_comes_back_to_a_taken_name_gets_another(db: Database, merged: Merged) -> None:
    anna, _, _, _, entry = merged
    with db.write() as session:
        people.create(session, "ANNA")
        undoing.undo_alone(session, entry)
        assert people.name_of(session, anna) == "Anna 2"
        undoing.undo(session)
        undoing.undo(session)
        undoing.undo(session)
        assert people.name_of(session, anna) == "Anna"


def test_a_name_that_is_taken_is_not_given_back(db: Database) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        people.rename(session, anna, "Bea")
        entry = newest(session)
        people.create(session, "Anna")
        with pytest.raises(GalleryError, match="Nothing of this can be undone any more"):
            undoing.undo_alone(session, entry)
        assert newest(session) != entry
        assert {one.id: one.stands for one in journal.history(session)}[entry]


def test_an_enrolment_is_undone_alone_but_for_what_was_corrected(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        entry = journal.begin(session, "enrol", people.create(session, "Bob")[1].label)
        anna, _ = people.create(session, "Anna", entry=entry)
        ids, _ = faces.add(session, [make_face() for _ in range(3)], person_id=anna, entry=entry)
        bob = people.find(session, "Bob")
        assert bob is not None
        faces.assign(session, ids[:1], bob)
        undoing.undo_alone(session, entry)
        shown = {face: (owner, state) for face, owner, state, *_ in dump(session)["face"]}
        assert shown[ids[0]] == (bob, "active")
        assert [shown[face] for face in ids[1:]] == [(None, "removed")] * 2
        assert people.find(session, "Anna") is None


def test_somebody_who_has_got_more_faces_stays(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        entry = journal.begin(session, "enrol", people.create(session, "Bob")[1].label)
        anna, _ = people.create(session, "Anna", entry=entry)
        faces.add(session, [make_face()], person_id=anna, entry=entry)
        later, _ = faces.add(session, [make_face()], person_id=anna)
        undoing.undo_alone(session, entry)
        assert people.find(session, "Anna") == anna
        assert {face for face, _, state, *_ in dump(session)["face"] if state == "active"} == set(later)


def test_an_answer_given_since_is_kept(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        bob, _ = people.create(session, "Bob")
        ids, _ = faces.add(session, [make_face()], person_id=anna)
        faces.assign(session, ids, bob)
        entry = newest(session)
        denials.deny(session, journal.begin(session, "deny", quote("Not Anna")), ids, anna)
        faces.assign(session, ids, bob)
        with pytest.raises(GalleryError, match="Nothing of this"):
            undoing.undo_alone(session, entry)
        assert owners(session) != dict.fromkeys(ids, anna)


def test_the_newest_is_undone_as_ever(db: Database) -> None:
    with db.write() as session:
        people.create(session, "Anna")
        undoing.undo_alone(session, newest(session))
        assert undoing.redo(session).label == "Redid: Added Anna"


@pytest.mark.parametrize("what", [undoing.undo_alone, undoing.undo_back_to])
def test_no_such_change(db: Database, what: Callable[[Session, int], object]) -> None:
    with db.write() as session:
        people.create(session, "Anna")
        with pytest.raises(GalleryError, match="no such change"):
            what(session, 77)


@pytest.mark.slow
def test_back_to_a_change_and_forth_again(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        walk = Walk(session, random.Random(3), make_face)
        people.create(session, "Anna")
        here, there = newest(session), dump(session)
        for _ in range(10):
            walk.step()
        end = dump(session)
        done = len(journal.history(session)) - 1
        assert undoing.undo_back_to(session, here).label == f"Undid {done} changes"
        assert dump(session)["person"][:1] == there["person"]
        with pytest.raises(GalleryError, match="Nothing was done after that"):
            undoing.undo_back_to(session, here)
        for _ in range(done):
            undoing.redo(session)
        assert dump(session) == end


@pytest.mark.slow
def test_an_old_merge_after_500_changes_gives_back_every_face_that_was_left_alone(
    db: Database, make_face: MakeFace
) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        bob, _ = people.create(session, "Bob")
        hers, _ = faces.add(session, [make_face(chip_bytes=10) for _ in range(40)], person_id=anna)
        faces.add(session, [make_face(chip_bytes=10) for _ in range(10)], person_id=bob)
        people.merge(session, anna, bob)
        entry = newest(session)
        walk = Walk(session, random.Random(1), make_face)
        for _ in range(500):
            walk.step()
        touched = {
            row
            for one in journal.history(session, 10_000)
            if one.id > entry
            for (table, field), rows in journal.net(session, one.id).items()
            if (table, field) == ("face", "person_id")
            for row in rows
        }
        before = dump(session)
        undoing.undo_alone(session, entry)
        found = owners(session)
        assert all(found[face] == anna for face in set(hers) - touched)
        assert people.name_of(session, anna).startswith("Anna")
        undoing.undo(session)
        assert dump(session) == before
