import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.changes import Changes
from app.gallery import faces, journal, people, photos
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

MakePhoto = Callable[[Path | str], PhotoFile]


@pytest.mark.parametrize(
    "path",
    [
        "/plain.jpg",
        "/f\u00eate/\u5bb6\u65cf/\U0001f600.jpg",
        "/" + "/".join(["d" * 250] * 40) + ".jpg",
        pytest.param(
            os.fsdecode(b"/latin-\xe9\xff.jpg"),
            marks=pytest.mark.skipif(os.name == "nt", reason="POSIX names"),
        ),
    ],
    ids=["plain", "unicode", "long", "undecodable"],
)
def test_any_path_round_trips(db: Database, make_photo: MakePhoto, path: str) -> None:
    with db.write() as session:
        photo_id, ids, changes = photos.record(session, make_photo(path))
    assert ids == []
    assert changes.photos == {photo_id}
    with db.read() as session:
        stored = photos.lookup(session, Path(path))
        assert stored is not None
        assert stored == photos.get(session, photo_id)
        assert stored.path == Path(path)
        assert stored.mtime_ns == 123_456_789_012_345_678
        assert photos.lookup(session, Path(path + "x")) is None


def test_a_photo_and_its_faces_are_one_write(
    db: Database, make_photo: MakePhoto, make_face: Callable[..., NewFace]
) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        photo_id, ids, changes = photos.record(session, make_photo("/a.jpg"), [make_face()], person_id=anna)
        assert changes == Changes(changes.label, frozenset({anna}), frozenset(ids), frozenset({photo_id}))
        assert [face.id for face in faces.of_photo(session, photo_id)] == ids


def test_an_enrolment_of_many_transactions_is_one_undo(
    db: Database, make_photo: MakePhoto, make_face: Callable[..., NewFace]
) -> None:
    with db.write() as session:
        entry = journal.begin(session, "enrol", "Enrolled Anna")
        assert journal.history(session) == []  # nothing to show yet
        anna, _ = people.get_or_create(session, "Anna", entry=entry)
    for number in range(5):
        with db.write() as session:
            photos.record(session, make_photo(f"/{number}.jpg"), [make_face()], person_id=anna, entry=entry)
    with db.write() as session:
        assert [line.label for line in journal.history(session)] == ["Enrolled Anna"]
        changes = journal.undo(session)
        assert changes.people == {anna}
        assert len(changes.faces) == 5
        assert people.everyone(session) == []
        assert faces.of_photo(session, 1) == []


def test_a_photo_read_again_keeps_its_identifier(
    db: Database, make_photo: MakePhoto, make_face: Callable[..., NewFace]
) -> None:
    with db.write() as session:
        first, ids, _ = photos.record(session, make_photo("/a.jpg"), [make_face()])
        second, _, _ = photos.record(session, replace(make_photo("/a.jpg"), size=7))
        stored = photos.get(session, first)
        assert first == second
        assert stored is not None
        assert stored.size == 7
        assert [face.id for face in faces.of_photo(session, first)] == ids


def test_failures_are_remembered_until_the_photo_reads(
    db: Database, make_photo: MakePhoto, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"nothing")
    with db.write() as session:
        photo_id, changes = photos.record_failure(session, broken, "It is no picture")
        stored = photos.get(session, photo_id)
        assert stored is not None
        assert (stored.failure, stored.size, stored.sha256) == ("It is no picture", 7, None)
        assert stored.mtime_ns == broken.stat().st_mtime_ns
        assert changes.photos == {photo_id}
        photos.record_failure(session, Path("/not/there.jpg"), "It is not there")
        photos.record(session, make_photo(broken))
        repaired = photos.get(session, photo_id)
        assert repaired is not None
        assert repaired.failure is None
