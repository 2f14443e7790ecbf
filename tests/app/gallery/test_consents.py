"""What people agreed to as rows, and what becomes of them with their people."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from app.core.text import quote, say
from app.domain.changes import Changes, Writer
from app.domain.consent import PURPOSES, Consent, Way
from app.gallery import consents, faces, forgetting, journal, people, undoing
from app.gallery.database import Database
from app.gallery.migrate import copy_aside
from app.gallery.records import NewFace

Rows = Callable[[str], list[tuple[Any, ...]]]
MakeFace = Callable[..., NewFace]
NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
OWN = Consent(quote("the door of the club"), date(2027, 7, 31), Way.COMMAND, given_at=NOON)


def _enrol(db: Database, name: str, consent: Consent, face: NewFace) -> int:
    with db.write() as session:
        entry = journal.begin(session, "enrol", say("Enrolled {name}", name=name))
        person, _ = people.get_or_create(session, name, entry=entry)
        consents.keep(session, entry, person, consent)
        faces.add(session, [face], person_id=person, entry=entry)
    return person


def _of(db: Database, person: int) -> list[Consent]:
    with db.read() as session:
        return consents.of(session, person)


def test_it_is_kept_as_given_and_once(db: Database, make_face: MakeFace, rows: Rows) -> None:
    person = _enrol(db, "Noor", OWN, make_face())
    assert _of(db, person) == [OWN]
    assert _of(db, person)[0].given_at.tzinfo is UTC
    later = Consent(PURPOSES[1])
    _enrol(db, "Noor", later, make_face())
    _enrol(db, "Noor", Consent(PURPOSES[1]), make_face())
    assert _of(db, person) == [later, OWN]
    assert rows("SELECT count(*) FROM consent") == [(2,)]


def test_a_change_of_it_is_a_change_of_the_person(db: Database, make_face: MakeFace) -> None:
    person, heard = _enrol(db, "Noor", OWN, make_face()), list[Changes]()
    db.writer = Writer(db.writer.name, heard.append)
    with db.write() as session:
        entry = journal.begin(session, "enrol", say("Enrolled {name}", name="Noor"))
        consents.keep(session, entry, person, Consent())
    assert [changes.people for changes in heard] == [{person}]


def test_undoing_the_enrolment_takes_it_back_and_redoing_brings_it(db: Database, make_face: MakeFace) -> None:
    person = _enrol(db, "Noor", OWN, make_face())
    with db.write() as session:
        undoing.undo(session)
    assert _of(db, person) == []
    with db.write() as session:
        undoing.redo(session)
    assert _of(db, person) == [OWN]


def test_merging_moves_it_and_undoing_moves_it_back(db: Database, make_face: MakeFace) -> None:
    mine = Consent(PURPOSES[2])
    noor, nora = _enrol(db, "Noor", OWN, make_face()), _enrol(db, "Nora", mine, make_face())
    with db.write() as session:
        people.merge(session, nora, noor)
    assert _of(db, noor) == [mine, OWN]
    assert _of(db, nora) == []
    with db.write() as session:
        undoing.undo(session)
    assert _of(db, noor) == [OWN]
    assert _of(db, nora) == [mine]


@pytest.mark.parametrize("undone", [False, True])
def test_forgetting_leaves_nothing_of_it(db: Database, make_face: MakeFace, rows: Rows, undone: bool) -> None:
    noor, nora = _enrol(db, "Noor", Consent(), make_face()), _enrol(db, "Nora", OWN, make_face())
    with db.write() as session:
        people.merge(session, nora, noor)
        if undone:
            undoing.undo(session)
    with db.write() as session:
        forgetting.forget(session, nora if undone else noor)
    db.scrub()
    assert rows("SELECT person_id FROM consent") == ([(noor,)] if undone else [])
    assert rows("SELECT count(*) FROM journal_change WHERE table_name = 'consent'") == [(int(undone),)]
    for file in db.folder.rglob("*.db*"):
        assert b"door of the club" not in file.read_bytes()


def test_a_copy_of_the_gallery_holds_it(db: Database, make_face: MakeFace, tmp_path: Path) -> None:
    person = _enrol(db, "Noor", OWN, make_face())
    copy = copy_aside(db.file, "now")
    (tmp_path / "restored").mkdir()
    shutil.copy(copy, tmp_path / "restored" / db.file.name)
    restored = Database.open(tmp_path / "restored")
    try:
        assert _of(restored, person) == [OWN]
    finally:
        restored.close()
