import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.language import Language
from app.core.text import quote, say
from app.gallery import answers, faces, journal, people, undoing
from app.gallery.apart import keep_apart
from app.gallery.database import Database
from app.gallery.records import NewFace
from app.gallery.schema import JournalRow

MakeFace = Callable[..., NewFace]


def dump(session: Session) -> dict[str, list[Any]]:
    """Every row of people, faces and answers, with all that the journal may change and more."""
    person = "SELECT id, name, name_key, removed, merged_into, created_at FROM person ORDER BY id"
    face = "SELECT id, person_id, state, photo_id, origin, added_at, overall FROM face ORDER BY id"
    answer = "SELECT same, face_id, other_id FROM answer ORDER BY id"
    denial = "SELECT person_id, face_id FROM denial ORDER BY id"
    apart = "SELECT first_id, second_id FROM apart ORDER BY id"
    return {
        "person": [tuple(row) for row in session.execute(text(person))],
        "face": [tuple(row) for row in session.execute(text(face))],
        "answer": [tuple(row) for row in session.execute(text(answer))],
        "denial": [tuple(row) for row in session.execute(text(denial))],
        "apart": [tuple(row) for row in session.execute(text(apart))],
    }


class Walk:
    """Random changes, each one entry of the journal."""

    def __init__(self, session: Session, rng: random.Random, make_face: MakeFace) -> None:
        self.session, self.rng, self.make_face = session, rng, make_face

    def step(self) -> None:
        """Make a change that the gallery accepts."""
        steps = (
            self.two,
            self.create,
            self.rename,
            self.merge,
            self.remove,
            self.enrol,
            self.on_faces,
            self.on_faces,
        )
        before = journal.history(self.session, 1)
        while journal.history(self.session, 1) == before:
            try:
                self.rng.choice(steps)()
            except GalleryError:
                continue

    def person(self) -> int:
        return self.rng.choice([0, *(person.id for person in people.everyone(self.session))])

    def name(self) -> str:
        return f"Person {self.rng.randrange(30)}"

    def two(self) -> None:
        keep_apart(
            self.session,
            journal.begin(self.session, "apart", quote("Two")),
            self.rng.choice([one.id for one in people.everyone(self.session)] or [0]),
            [one for one in [self.person()] if one],
        )

    def create(self) -> None:
        people.create(self.session, self.name())

    def rename(self) -> None:
        people.rename(self.session, self.person(), self.name())

    def merge(self) -> None:
        people.merge(self.session, self.person(), self.person())

    def remove(self) -> None:
        people.remove(self.session, self.person())

    def enrol(self) -> None:
        entry = journal.begin(self.session, "enrol", quote("Enrolled"))
        person, _ = people.get_or_create(self.session, self.name(), entry=entry)
        for _ in range(self.rng.randrange(1, 3)):
            faces.add(self.session, [self.make_face()], person_id=person, entry=entry)

    def on_faces(self) -> None:
        ids = self.session.scalars(text("SELECT id FROM face WHERE state != 'removed'")).all()
        chosen = self.rng.sample(list(ids), min(len(ids), self.rng.randrange(1, 4)))
        changes: tuple[Callable[[], object], ...] = (
            lambda: faces.assign(self.session, chosen, self.person()),
            lambda: faces.split(self.session, chosen, self.name()),
            lambda: faces.unassign(self.session, chosen),
            lambda: faces.ignore(self.session, chosen),
            lambda: faces.unignore(self.session, chosen),
            lambda: faces.remove(self.session, chosen),
            lambda: faces.deny(self.session, chosen, self.person()),
            lambda: answers.keep(
                self.session,
                journal.begin(self.session, "same", quote("Said")),
                list(combinations(chosen, 2)),
                same=self.rng.random() < 0.5,
            ),
        )
        self.rng.choice(changes)()


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_undoing_everything_restores_every_step_exactly(db: Database, make_face: MakeFace, seed: int) -> None:
    with db.write() as session:
        for name in ("Anna", "Bob"):
            person, _ = people.create(session, name)
            faces.add(session, [make_face() for _ in range(3)], person_id=person)
        faces.add(session, [make_face() for _ in range(4)])
        walk = Walk(session, random.Random(seed), make_face)
        dumps = [dump(session)]
        for _ in range(40):
            walk.step()
            dumps.append(dump(session))
        for expected in reversed(dumps[:-1]):
            undoing.undo(session)
            assert visible(session, expected) == expected
        for expected in dumps[1:]:
            undoing.redo(session)
            assert visible(session, expected) == expected
        with pytest.raises(GalleryError, match="nothing to redo"):
            undoing.redo(session)


def visible(session: Session, expected: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Today's rows without those added later, which must be out of view and nobody's."""
    current = dump(session)
    later_people = current["person"][len(expected["person"]) :]
    later_faces = current["face"][len(expected["face"]) :]
    assert all(removed and merged_into is None for _, _, _, removed, merged_into, _ in later_people)
    assert all(row[1:3] == (None, "removed") for row in later_faces)
    for table in ("answer", "denial", "apart"):
        assert all(row[0] is None for row in current[table][len(expected[table]) :])
    return {table: current[table][: len(rows)] for table, rows in expected.items()}


def test_nothing_to_undo(db: Database) -> None:
    with db.write() as session:
        journal.begin(session, "enrol", quote("Nothing came of it"))
        with pytest.raises(GalleryError, match="nothing to undo"):
            undoing.undo(session)


def test_history_tells_what_was_undone(db: Database) -> None:
    with db.write() as session:
        person, _ = people.create(session, "Anna")
        people.rename(session, person, "Anne")
        assert undoing.undo(session).label == "Undid: Renamed Anna to Anne"
        newest, oldest = journal.history(session)
        assert (newest.label, newest.kind) == ("Renamed Anna to Anne", "rename")
        assert newest.undone_at is not None
        assert newest.undone_at >= newest.at
        assert oldest.undone_at is None


def test_a_new_change_ends_redo(db: Database) -> None:
    with db.write() as session:
        person, _ = people.create(session, "Anna")
        people.rename(session, person, "Anne")
        undoing.undo(session)
        people.create(session, "Bob")
        with pytest.raises(GalleryError, match="nothing to redo"):
            undoing.redo(session)


def test_undo_refuses_where_a_row_was_changed_since(db: Database) -> None:
    with db.write() as session:
        person, _ = people.create(session, "Anna")
        people.rename(session, person, "Anne")
        session.execute(text("UPDATE person SET name = 'Other'"))
        with pytest.raises(GalleryError, match="changed since"):
            undoing.undo(session)
        assert session.execute(text("SELECT name, name_key FROM person")).all() == [("Other", "anne")]


def test_undo_refuses_a_name_that_is_taken(db: Database) -> None:
    with db.write() as session:
        person, _ = people.create(session, "Anna")
        people.remove(session, person)
        session.execute(
            text(
                "INSERT INTO person (name, name_key, created_at, removed) "
                "VALUES ('anna', 'anna', '2026-01-01 00:00:00', 0)"
            )
        )
        with pytest.raises(GalleryError, match="given to someone else"):
            undoing.undo(session)


def test_undo_leaves_no_face_with_a_person_out_of_view(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        bob, _ = people.create(session, "Bob")
        ids, _ = faces.add(session, [make_face()], person_id=bob)
        faces.assign(session, ids, anna)
        journal.erase(session, [bob], [])  # as if Bob had been forgotten: the move to Anna is not on record
        with pytest.raises(GalleryError, match="changed since"):
            undoing.undo(session)


def test_an_undone_enrolment_cannot_go_on(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        entry = journal.begin(session, "enrol", quote("Enrolled"))
        faces.add(session, [make_face()], entry=entry)
        undoing.undo(session)
        with pytest.raises(GalleryError, match="undone while"):
            faces.add(session, [make_face()], entry=entry)


@pytest.mark.slow
def test_a_change_of_many_thousand_faces(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face(chip_bytes=10) for _ in range(2000)])
        many = [*ids]
        assert len(faces.assign(session, many, anna).faces) == 2000
        assert len(undoing.undo(session).faces) == 2000


def test_old_entries_stay_as_they_were_stored_and_new_ones_are_said_in_any_language(db: Database) -> None:
    with db.write() as session:
        first = journal.begin(session, "rename", say("Renamed {before} to {after}", before="A", after="B"))
        session.connection().exec_driver_sql(
            "INSERT INTO journal (kind, label, at) VALUES ('rename', 'Renamed C to D', '2025-01-01 00:00:00')"
        )
        rows = session.scalars(select(JournalRow.label).order_by(JournalRow.id)).all()
    assert first
    assert [str(row) for row in rows] == ["Renamed A to B", "Renamed C to D"]
    assert [Language("de").say(row) for row in rows] == ["A in B umbenannt", "Renamed C to D"]
