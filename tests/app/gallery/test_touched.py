"""Everything that a write touches is announced, once, at its commit, and reaches other processes too."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.core.errors import GalleryError
from app.core.text import quote
from app.domain.changes import Changes, Writer
from app.domain.model import Model
from app.gallery import faces, forgetting, journal, models, people, photos, touched, trusted, undoing
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

Rows = Callable[[str], list[tuple[Any, ...]]]


class Heard:
    """What one writer was told of its own writes."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.all: list[Changes] = []
        self.entries: list[frozenset[int]] = []
        db.writer = Writer(db.writer.name, self._hear)

    def _hear(self, changes: Changes) -> None:
        self.entries.append(changes.entries)
        self.all.append(_but_entries(changes))

    def write(self, work: Callable[[Session], Any]) -> Any:
        """Do something in a write of its own."""
        with self._db.write() as session:
            return work(session)

    def last(self) -> Changes:
        return self.all[-1]


def _but_entries(changes: Changes) -> Changes:
    """What was touched but for the journal, which has tests of its own."""
    return replace(changes, entries=frozenset())


@pytest.fixture
def heard(db: Database) -> Heard:
    return Heard(db)


@pytest.fixture
def elsewhere(db: Database) -> Iterator[Database]:
    """Another program that has the same gallery open, and has looked once."""
    other = Database.open(db.folder)
    assert other.written_elsewhere() == Changes()
    yield other
    other.close()


@pytest.fixture
def anna(heard: Heard, make_face: Callable[..., NewFace]) -> tuple[int, list[int]]:
    """Someone with three faces."""
    person, _ = heard.write(lambda session: people.create(session, "Anna"))
    ids, _ = heard.write(
        lambda session: faces.add(session, [make_face() for _ in range(3)], person_id=person)
    )
    return person, ids


class TestAnnounced:
    """What each kind of write touches is what it says it did, whether it says so or not."""

    def test_faces_of_a_person(self, heard: Heard, anna: tuple[int, list[int]]) -> None:
        person, ids = anna
        assert heard.all == [
            Changes(people=frozenset({person})),
            Changes(people=frozenset({person}), faces=frozenset(ids)),
        ]

    def test_a_face_that_changes_hands_touches_both(self, heard: Heard, anna: tuple[int, list[int]]) -> None:
        person, ids = anna
        bob, _ = heard.write(lambda session: people.create(session, "Bob"))
        said = heard.write(lambda session: faces.assign(session, ids[:1], bob))
        assert heard.last() == Changes(people=frozenset({person, bob}), faces=frozenset(ids[:1]))
        assert (said.people, said.faces) == (heard.last().people, heard.last().faces)

    @pytest.mark.parametrize("change", [faces.unassign, faces.ignore, faces.remove])
    def test_faces_set_aside(
        self, heard: Heard, anna: tuple[int, list[int]], change: Callable[[Session, list[int]], Changes]
    ) -> None:
        person, ids = anna
        heard.write(lambda session: change(session, ids))
        assert heard.last() == Changes(people=frozenset({person}), faces=frozenset(ids))

    def test_undo_and_redo(self, heard: Heard, anna: tuple[int, list[int]]) -> None:
        person, ids = anna
        bob, _ = heard.write(lambda session: people.create(session, "Bob"))
        heard.write(lambda session: people.merge(session, person, bob))
        merged = heard.last()
        assert merged == Changes(people=frozenset({person, bob}), faces=frozenset(ids))
        for again in (undoing.undo, undoing.redo):
            heard.write(again)
            assert heard.last() == merged

    def test_forgetting_is_announced_like_everything(self, heard: Heard, anna: tuple[int, list[int]]) -> None:
        person, ids = anna
        heard.write(lambda session: forgetting.forget(session, person))
        assert heard.last().people >= {person}
        assert heard.last().faces >= set(ids)

    def test_entries_of_the_journal_from_their_first_change_on(
        self, heard: Heard, make_face: Callable[..., NewFace]
    ) -> None:
        person, _ = heard.write(lambda session: people.create(session, "Anna"))
        heard.write(lambda session: people.rename(session, person, "Anne"))
        for back in (undoing.undo, undoing.undo, lambda session: people.create(session, "Bob")):
            heard.write(back)
        assert heard.entries == [{1}, {2}, {2}, {1}, {1, 2, 3}], "what is left behind is told, too"
        entry = heard.write(lambda session: journal.begin(session, "enrol", quote("Enrolled")))
        assert len(heard.entries) == 5
        heard.write(lambda session: faces.add(session, [make_face()], entry=entry))
        assert heard.entries[-1] == {entry}
        heard.write(lambda session: faces.add(session, [make_face()]))
        assert heard.entries[-1] == frozenset()

    def test_photos(
        self, heard: Heard, make_face: Callable[..., NewFace], make_photo: Callable[[str], PhotoFile]
    ) -> None:
        photo, ids, _ = heard.write(
            lambda session: photos.record(session, make_photo("/a.jpg"), [make_face()])
        )
        assert heard.last() == Changes(photos=frozenset({photo}), faces=frozenset(ids))
        failed, _ = heard.write(
            lambda session: photos.record_failure(session, Path("/b.jpg"), quote("damaged"))
        )
        heard.write(lambda session: photos.drop_failures(session, Path("/"), []))
        assert heard.last() == Changes(photos=frozenset({failed}))

    def test_models(self, heard: Heard) -> None:
        heard.write(lambda session: models.add(session, Model("n", "Model N", "small", 16)))
        assert heard.last() == Changes(models=frozenset({"n"}))
        heard.write(lambda session: models.activate(session, "n"))
        assert heard.last() == Changes(models=frozenset({"m", "n"}))

    def test_labels_that_are_trusted(self, heard: Heard, anna: tuple[int, list[int]]) -> None:
        _, ids = anna
        heard.write(lambda session: trusted.trust(session, ids[:2]))
        assert heard.last() == Changes(faces=frozenset(ids[:2]))

    def test_one_write_is_one_announcement(self, heard: Heard) -> None:
        def two(session: Session) -> set[int]:
            return {people.create(session, name)[0] for name in ("Anna", "Bob")}

        made = heard.write(two)
        assert heard.all == [Changes(people=frozenset(made))]

    def test_what_was_rolled_back_is_not_announced(
        self, heard: Heard, anna: tuple[int, list[int]], elsewhere: Database
    ) -> None:
        before = list(heard.all)
        with pytest.raises(GalleryError, match="already"):
            heard.write(lambda session: (people.create(session, "Bob"), people.create(session, "Anna")))
        assert heard.all == before
        assert elsewhere.written_elsewhere() == Changes()
        heard.write(lambda session: people.rename(session, anna[0], "Anne"))
        assert heard.last() == Changes(people=frozenset({anna[0]}))

    def test_a_write_that_changes_nothing_says_nothing(
        self, heard: Heard, anna: tuple[int, list[int]]
    ) -> None:
        told = len(heard.all)
        heard.write(people.everyone)
        heard.write(lambda session: faces.assign(session, anna[1], anna[0]))
        assert len(heard.all) == told


class TestElsewhere:
    """What one program writes, another that has the gallery open learns."""

    def test_it_hears_of_others_alone(
        self, heard: Heard, anna: tuple[int, list[int]], elsewhere: Database
    ) -> None:
        with elsewhere.write() as session:
            people.create(session, "Bob")
        assert elsewhere.written_elsewhere() == Changes()
        heard.write(lambda session: people.rename(session, anna[0], "Anne"))
        assert _but_entries(elsewhere.written_elsewhere()) == Changes(people=frozenset({anna[0]}))
        assert elsewhere.written_elsewhere() == Changes()

    def test_deletions_too(self, heard: Heard, anna: tuple[int, list[int]], elsewhere: Database) -> None:
        person, ids = anna
        heard.write(lambda session: forgetting.forget(session, person))
        found = elsewhere.written_elsewhere()
        assert found.people >= {person}
        assert found.faces >= set(ids)

    def test_writers_of_one_name_do_not_hear_of_each_other(self, db: Database, heard: Heard) -> None:
        together = Database.open(db.folder, Writer(db.writer.name))
        together.written_elsewhere()
        heard.write(lambda session: people.create(session, "Anna"))
        assert together.written_elsewhere() == Changes()
        together.close()

    def test_the_lines_hold_no_names_and_stay_few(
        self, heard: Heard, rows: Rows, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(touched, "_KEPT", 5)
        for number in range(9):
            heard.write(partial(people.create, name=f"Secret {number}"))
        lines = rows("SELECT id, writer, touched FROM written")
        assert len(lines) == 5
        assert not any("Secret" in str(line) for line in lines)
