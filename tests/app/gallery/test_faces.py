from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from app.core.errors import GalleryError
from app.domain.changes import Changes
from app.domain.face import FaceState, Origin, Quality
from app.gallery import embeddings, faces, journal, people
from app.gallery.database import Database
from app.gallery.records import NewFace

MakeFace = Callable[..., NewFace]


def test_a_face_comes_back_as_it_went_in(db: Database, make_face: MakeFace) -> None:
    face = make_face()
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        (face_id,), changes = faces.add(session, [face], person_id=anna, origin=Origin.ENROLLED)
    assert changes.people == {anna}
    assert changes.faces == {face_id}
    with db.read() as session:
        (stored,) = faces.of_person(session, anna)
        points = faces.landmarks(session, [face_id])
        (chip,) = embeddings.chips(session, [face_id])
    assert (stored.box, stored.quality, stored.origin) == (face.box, face.quality, Origin.ENROLLED)
    assert stored.added_at.utcoffset() is not None
    np.testing.assert_array_equal(points[face_id], face.landmarks)
    assert chip.image == face.chip
    np.testing.assert_array_equal(chip.landmarks, face.chip_landmarks)


def test_faces_of_nobody_are_not_journalled(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        assert faces.add(session, []) == ([], Changes())
        faces.add(session, [make_face(), make_face()])
        assert journal.history(session) == []


def test_a_vector_that_does_not_fit_leaves_nothing(db: Database, make_face: MakeFace) -> None:
    short = replace(make_face(), embeddings={"m": (np.ones(3, np.float32), 1.0)})
    with pytest.raises(GalleryError, match="do not fit"), db.write() as session:
        faces.add(session, [make_face(), short][1:])
    with db.read() as session:
        assert faces.get(session, range(10)) == []


def test_assign_moves_and_unassign_frees(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        bob, _ = people.create(session, "Bob")
        ids, _ = faces.add(session, [make_face(0.1), make_face(0.9)])
        assert faces.assign(session, ids, anna).faces == set(ids)
        assert [f.id for f in faces.of_person(session, anna)] == ids[::-1]  # best first
        assert faces.assign(session, ids[:1], bob).people == {anna, bob}
        assert faces.assign(session, ids[:1], bob).faces == set()
        assert faces.unassign(session, ids).people == {anna, bob}
        assert {f.person for f in faces.get(session, ids)} == {None}


def test_split(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face() for _ in range(3)], person_id=anna)
        before = len(journal.history(session))
        cleo, changes = faces.split(session, ids[1:], "Cleo")
        assert changes.people == {anna, cleo}
        assert changes.faces == set(ids[1:])
        assert len(journal.history(session)) == before + 1
        with pytest.raises(GalleryError, match="already someone"):
            faces.split(session, ids[:1], "cleo")


def test_ignored_faces_stay_out_until_taken_back(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face(), make_face()])
        faces.ignore(session, ids)
        assert len(embeddings.load(session, "m").face_ids) == 0
        faces.unignore(session, ids[:1])
        assert embeddings.load(session, "m").face_ids.tolist() == ids[:1]
        faces.assign(session, ids[1:], anna)
        assert {f.state for f in faces.get(session, ids)} == {FaceState.ACTIVE}


def test_faces_that_are_gone_cannot_be_changed(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        anna, _ = people.create(session, "Anna")
        ids, _ = faces.add(session, [make_face()])
        faces.remove(session, ids)
        for change in (faces.unassign, faces.ignore, faces.unignore, faces.remove):
            with pytest.raises(GalleryError, match="1 face cannot be found"):
                change(session, ids)
        with pytest.raises(GalleryError, match="2 faces cannot be found"):
            faces.assign(session, [*ids, 77], anna)
        with pytest.raises(GalleryError, match="no such person"):
            faces.assign(session, ids, 99)


def test_landmarks_placed_anew_change_the_measures_and_nothing_else(
    db: Database, make_face: Callable[..., NewFace]
) -> None:
    quality = Quality(50, 400, 0.4, 0.3, 1, 2, 3, 0.9, 0.7)
    points = np.arange(10, dtype=np.float32).reshape(5, 2)
    with db.write() as session:
        [face], _ = faces.add(session, [make_face()])
        [before] = faces.get(session, [face])
        faces.place(session, face, points, points / np.float32(2), quality)
        faces.place(session, 999, points, points, quality)  # forgotten meanwhile
        [after] = faces.get(session, [face])
        stored = faces.landmarks(session, [face, 999])
        [chip] = embeddings.chips(session, [face])
    assert after.quality == quality
    assert stored.keys() == {face}
    assert (stored[face] == points).all()
    assert (chip.landmarks == points / 2).all()
    assert (after.box, after.state, after.added_at) == (before.box, before.state, before.added_at)
