from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import GalleryError
from app.gallery import embeddings, faces, forgetting, journal, people, photos, undoing
from app.gallery.blobs import pack
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

Rows = Callable[[str], list[tuple[Any, ...]]]


@pytest.mark.parametrize(
    ("given", "stored"),
    [
        ("  Anna \t Lee\n", "Anna Lee"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("\u9648\u6653", "\u9648\u6653"),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"),
    ],
)
def test_clean_name(given: str, stored: str) -> None:
    assert people.clean_name(given) == stored


@pytest.mark.parametrize("name", ["", " \n", "\u200d", "A\x00B", "A\x1bB", "A\u202eB", "A\udcffB", "x" * 201])
def test_unusable_names(name: str) -> None:
    with pytest.raises(GalleryError):
        people.clean_name(name)


def test_names_are_compared_without_case(db: Database) -> None:
    with db.write() as session:
        person, changes = people.create(session, "\u00c9va Strau\u00df")
        assert changes.people == {person}
        assert people.find(session, "\u00c9VA STRAU\u00df") == person
        assert people.get_or_create(session, " e\u0301va  strau\u00df ")[0] == person
        with pytest.raises(GalleryError, match="already someone called \u00c9va Strau\u00df"):
            people.create(session, "\u00e9va strau\u00df")
        assert people.find(session, "Anna") is None


def test_an_accent_makes_another_name_that_is_nearly_the_same(db: Database) -> None:
    with db.write() as session:
        first, _ = people.create(session, "\u00c9va Strau\u00df")
        second, _ = people.create(session, "Eva Strauss")
        assert first != second
        assert people.nearly_named(session, "Eva Strau\u00df") == [second, first]
        assert people.nearly_named(session, "EVA STRAUSS") == [first]
        assert people.nearly_named(session, "Eva Strass") == []


def test_everyone_counts_active_faces(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        bob, _ = people.create(session, "bob")
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face() for _ in range(3)], person_id=anna)
        faces.ignore(session, ids[:1])
        assert [(p.id, p.name, p.faces) for p in people.everyone(session)] == [
            (anna, "Anna", 2),
            (bob, "bob", 0),
        ]


def test_rename(db: Database) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "anna")
        bob, _ = people.create(session, "Bob")
        assert people.rename(session, anna, "Anna").people == {anna}
        assert people.name_of(session, anna) == "Anna"
        with pytest.raises(GalleryError, match="merge the two"):
            people.rename(session, bob, "ANNA")
        with pytest.raises(GalleryError, match="no such person"):
            people.rename(session, 99, "Cleo")


def test_merge(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        anne, _ = people.create(session, "Anne")
        ids, _ = faces.add(session, [make_face(), make_face()], person_id=anne)
        changes = people.merge(session, anne, anna)
        assert changes.people == {anna, anne}
        assert changes.faces == set(ids)
        assert [(p.name, p.faces) for p in people.everyone(session)] == [("Anna", 2)]
        assert people.find(session, "Anne") is None
        with pytest.raises(GalleryError, match="no such person"):
            people.merge(session, anne, anna)
        with pytest.raises(GalleryError, match="themselves"):
            people.merge(session, anna, anna)
        people.create(session, "Anne")  # the name is free again


def test_remove_hides_and_undo_brings_back(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face(), make_face()], person_id=anna)
        faces.ignore(session, ids[:1])
        people.remove(session, anna)
        assert people.everyone(session) == []
        assert len(embeddings.load(session, "m").face_ids) == 0
        with pytest.raises(GalleryError, match="no such person"):
            faces.assign(session, ids, anna)
        undoing.undo(session)
        assert [f.id for f in faces.of_person(session, anna)] == ids[1:]


def test_removing_then_reusing_the_name_stops_undo(db: Database) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        people.remove(session, anna)
        other, _ = people.create(session, "anna")
        assert people.named(session, "Anna") == [other, anna]
        undoing.undo(session)  # the second creation
        undoing.undo(session)  # the removal
        assert people.find(session, "Anna") == anna


def windows(blob: bytes, samples: int = 6, size: int = 16) -> list[bytes]:
    """Sample 16-byte windows over the whole length, first and last included."""
    starts = {round(i * (len(blob) - size) / (samples - 1)) for i in range(samples)}
    return [blob[start : start + size] for start in sorted(starts)]


def secrets_of(face: NewFace) -> list[bytes]:
    """Return windows of a face's chip, landmarks and embedding as they are stored."""
    arrays = (face.embeddings["m"][0], face.landmarks, face.chip_landmarks)
    return windows(face.chip) + [window for array in arrays for window in windows(pack(array), 2)]


def found_in(folder: Path, wanted: list[bytes]) -> list[bytes]:
    everything = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return [window for window in wanted if window in everything]


@pytest.mark.slow
def test_forget_leaves_no_byte(
    db: Database, make_face: Callable[..., NewFace], make_photo: Callable[[str], PhotoFile]
) -> None:
    gone: list[NewFace] = []
    kept: list[NewFace] = []
    with db.write() as session:
        doomed, _ = people.create(session, "Xanthippe Quillfeather")
        alias, _ = people.create(session, "Zebediah Thistlewood")
        friend, _ = people.create(session, "Ordinary Friend Of Both")
    for number in range(40):
        size = 200 if number % 2 else 9000  # small chips lie in pages that get rebalanced
        for owner, faces_of_owner in ((doomed, gone), (alias, gone), (friend, kept)):
            face = make_face(chip_bytes=size)
            faces_of_owner.append(face)
            with db.write() as session:
                photo = make_photo(
                    f"/pictures/{'doomed-picture' if owner != friend else 'friend'}-{owner}-{number}"
                )
                photos.record(session, photo, [face], person_id=owner)
    with db.write() as session:
        shared, ids, _ = photos.record(session, make_photo("/pictures/group"), [make_face(), make_face()])
        faces.assign(session, ids[:1], doomed)
        faces.split(session, ids[1:], "Another Person")
        people.rename(session, alias, "Theodora Brambleby")
        people.merge(session, alias, doomed)
        undone = make_face()
        faces.add(session, [undone], person_id=doomed)
        undoing.undo(session)
        gone.append(undone)
    secret = [window for face in gone for window in secrets_of(face)]
    names = [b"Xanthippe", b"Quillfeather", b"Zebediah", b"Theodora", b"doomed-picture"]
    assert len(found_in(db.folder, secret + names)) > 0.9 * len(secret)
    with db.write() as session:
        changes = forgetting.forget(session, doomed).changes
        assert changes.people == {doomed, alias}
        assert len(changes.faces) == len(gone) + 1
        assert len(changes.photos) == 80
    db.scrub()
    assert found_in(db.folder, secret + names) == []
    still = [window for face in kept for window in windows(face.chip)]
    assert len(found_in(db.folder, still)) > 0.9 * len(still)
    with db.read() as session:
        assert [p.name for p in people.everyone(session)] == ["Another Person", "Ordinary Friend Of Both"]
        assert photos.get(session, shared) is not None
        assert len(faces.of_person(session, friend)) == 40
        assert all("Xanthippe" not in entry.label for entry in journal.history(session, 1000))


def test_forget_takes_removed_people_and_refuses_unknown_ones(db: Database, rows: Rows) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        people.remove(session, anna)
        forgetting.forget(session, *people.named(session, "anna"))
        with pytest.raises(GalleryError, match="no such person"):
            forgetting.forget(session, anna)
        with pytest.raises(GalleryError, match="nothing to undo"):
            undoing.undo(session)
    assert rows("SELECT count(*) FROM person") == rows("SELECT count(*) FROM journal_change") == [(0,)]


def test_identifiers_are_not_used_again(db: Database, make_face: Callable[..., NewFace]) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face()], person_id=anna)
        forgetting.forget(session, anna)
        again, _ = people.create(session, "Anna")
        assert again > anna
        assert faces.add(session, [make_face()])[0] > ids
