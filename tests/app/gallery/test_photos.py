import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.text import quote
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.photo import Photo
from app.gallery import copies, faces, journal, people, photos, undoing
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
        entry = journal.begin(session, "enrol", quote("Enrolled Anna"))
        assert journal.history(session) == []  # nothing to show yet
        anna, _ = people.get_or_create(session, "Anna", entry=entry)
    for number in range(5):
        with db.write() as session:
            photos.record(session, make_photo(f"/{number}.jpg"), [make_face()], person_id=anna, entry=entry)
    with db.write() as session:
        assert [line.label for line in journal.history(session)] == ["Enrolled Anna"]
        changes = undoing.undo(session)
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
        photo_id, changes = photos.record_failure(session, broken, quote("It is no picture"))
        stored = photos.get(session, photo_id)
        assert stored is not None
        assert (stored.failure, stored.size, stored.sha256) == ("It is no picture", 7, None)
        assert stored.mtime_ns == broken.stat().st_mtime_ns
        assert changes.photos == {photo_id}
        photos.record_failure(session, Path("/not/there.jpg"), quote("It is not there"))
        photos.record(session, make_photo(broken))
        repaired = photos.get(session, photo_id)
        assert repaired is not None
        assert repaired.failure is None


def test_photos_move_and_take_each_others_places(db: Database, make_photo: MakePhoto) -> None:
    with db.write() as session:
        a, b, c = (photos.record(session, make_photo(f"/{name}.jpg"))[0] for name in "abc")
        changes = photos.move(
            session, {a: (Path("/b.jpg"), 5), b: (Path("/a.jpg"), 6), c: (Path("/d.jpg"), 7)}
        )
        assert changes.photos == {a, b, c}
        assert photos.move(session, {}).photos == frozenset()
    with db.read() as session:
        found = {name: photos.lookup(session, Path(f"/{name}.jpg")) for name in "abcd"}
        assert {name: photo and (photo.id, photo.mtime_ns) for name, photo in found.items()} == {
            "a": (b, 6),
            "b": (a, 5),
            "c": None,
            "d": (c, 7),
        }


def test_a_photo_is_found_by_its_content(db: Database, make_photo: MakePhoto) -> None:
    with db.write() as session:
        first, _, _ = photos.record(session, make_photo("/a.jpg"))
        photos.record(session, make_photo("/b.jpg"))
        photos.record(session, replace(make_photo("/c.jpg"), sha256="cd" * 32, size=7))
        assert [photo.path.name for photo in photos.of_sizes(session, {7, 8})] == ["c.jpg"]
        found = photos.by_content(session, make_photo("/elsewhere.jpg"))
        assert found is not None
        assert found.id == first
        assert photos.by_content(session, replace(make_photo("/a.jpg"), sha256="ef" * 32)) is None


def test_a_photo_is_found_by_what_it_shows_the_same_way_up(db: Database, make_photo: MakePhoto) -> None:
    with db.write() as session:
        tagged = replace(make_photo("/a.jpg"), pixels="12" * 32, turn=6)
        first, _, _ = photos.record(session, tagged)
        other = replace(tagged, sha256="ef" * 32)
        found = photos.by_content(session, other)
        assert found is not None
        assert found.id == first
        assert photos.by_content(session, replace(other, turn=1)) is None
        assert photos.by_content(session, replace(other, pixels=None)) is None


def test_photos_are_known_by_the_folder_they_or_their_copies_lie_in(
    db: Database, make_photo: MakePhoto
) -> None:
    with db.write() as session:
        inside, copied, _beside = (
            photos.record(session, make_photo(f"/{name}.jpg"))[0] for name in ("a/b/1", "c/2", "a-b/3")
        )
        copies.note(session, {Path("/a/2.jpg"): copies.Copy(copied, "ab" * 32, 7, 8)})
        assert photos.below(session, Path("/a")) == {
            inside: Path("/a/b/1.jpg"),
            copied: Path("/a/2.jpg"),
        }
        assert len(photos.below(session, Path("/"))) == 3


def test_a_photo_set_aside_goes_on_at_a_copy_or_waits_with_its_names(
    db: Database, make_photo: MakePhoto, make_face: Callable[..., NewFace], tmp_path: Path
) -> None:
    there = tmp_path / "copy.jpg"
    there.write_bytes(b"1234567")
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        photo, ids, _ = photos.record(session, make_photo("/a/a.jpg"), [make_face(), make_face()])
        faces.assign(session, ids[:1], anna)
        copy = copies.Copy(photo, "cd" * 32, 7, there.stat().st_mtime_ns)
        copies.note(session, {there: copy, Path("/gone.jpg"): copy})

        def aside() -> Photo:
            before = photos.get(session, photo)
            assert before is not None
            photos.set_aside(session, before)
            after = photos.get(session, photo)
            assert after is not None
            return after

        moved = aside()
        assert (moved.path, moved.sha256, moved.size) == (there, "cd" * 32, 7)
        assert moved.complete
        waits = aside()
        assert waits.path.parent == there
        assert not waits.complete
        assert [face.id for face in faces.of_photo(session, photo)] == ids[:1]


@pytest.mark.slow
def test_a_photo_is_discarded_unless_somebody_named_a_face(
    db: Database, make_photo: MakePhoto, make_face: Callable[..., NewFace]
) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        plain, _, _ = photos.record(session, make_photo("/a.jpg"), [make_face()])
        named, ids, _ = photos.record(session, make_photo("/b.jpg"), [make_face(), make_face()])
        faces.assign(session, ids[:1], anna)
        assert photos.discard(session, plain)
        assert photos.get(session, plain) is None
        assert not photos.discard(session, named)
        assert [face.id for face in faces.of_photo(session, named)] == ids[:1]


def test_an_imported_photo_keeps_what_was_enrolled_from_it(
    db: Database, make_photo: MakePhoto, make_face: Callable[..., NewFace]
) -> None:
    face, beside = make_face(), make_face()
    far = replace(beside, box=Box(face.box.x + 500, face.box.y, face.box.w, face.box.h))
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        photo, first, _ = photos.record(session, make_photo("/a.jpg"), [face], person_id=anna)
        undoing.undo(session)
        _, second, _ = photos.record(session, make_photo("/a.jpg"), [face], person_id=anna)
        undoing.undo(session)
        _, third, _ = photos.record(session, make_photo("/a.jpg"), [far], person_id=anna)
        removed, _ = faces.add(session, [make_face()], photo_id=photo)
        faces.remove(session, removed)
        assert photos.take_over(session, [photo], 0.5).faces == set(first)  # one of a place
        assert {one.id for one in faces.of_photo(session, photo)} == {*first, *third}
        assert photos.take_over(session, [photo], 0.5).faces == frozenset()
        undoing.undo(session)  # the removal
        undoing.undo(session)  # the enrolment of the third
        kept = {one.id: one.person for one in faces.of_photo(session, photo)}
        assert kept == {first[0]: None, third[0]: None, removed[0]: None}
        undoing.redo(session)
        assert {one.id: one.person for one in faces.of_photo(session, photo)} == kept | {third[0]: anna}
    assert first != second
