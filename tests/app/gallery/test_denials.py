"""Whose a face is not holds until that is undone, the face is given to them, or they are forgotten."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from app.core.errors import GalleryError
from app.core.text import say
from app.domain.face import FaceState
from app.gallery import denials, faces, forgetting, journal, people, photos, undoing
from app.gallery.database import Database, Session
from app.gallery.records import NewFace, PhotoFile

MakeFace = Callable[..., NewFace]


def _deny(session: Session, face: NewFace, person: int) -> int:
    entry = journal.begin(session, "deny", say("Not them"))
    [added], _ = faces.add(session, [face], entry=entry)
    denials.deny(session, entry, [added], person)
    denials.set_aside(session, entry, [added])
    return added


def _denied(session: Session) -> dict[int, int]:
    found, people_, vectors = denials.load(session, "m")
    assert len(found) == len(vectors)
    return dict(zip(found.tolist(), people_.tolist(), strict=True))


def test_an_answer_is_kept_and_undone(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        ann, _ = people.create(session, "Ann")
        face = _deny(session, make_face(), ann)
        [stored] = faces.get(session, [face])
        assert (stored.person, stored.state) == (None, FaceState.IGNORED)
        assert _denied(session) == {face: ann}
        undoing.undo(session)
        assert _denied(session) == {}
        undoing.redo(session)
        assert _denied(session) == {face: ann}
        faces.assign(session, [face], ann)
        assert _denied(session) == {}


def test_who_is_merged_takes_the_answers_along(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        ann, _ = people.create(session, "Ann")
        anna, _ = people.create(session, "Anna")
        face = _deny(session, make_face(), ann)
        people.merge(session, ann, anna)
        assert _denied(session) == {face: anna}
        undoing.undo(session)
        assert _denied(session) == {face: ann}


def test_who_is_forgotten_takes_the_faces_that_are_not_theirs_along(
    db: Database, make_face: MakeFace
) -> None:
    with db.write() as session:
        ann, _ = people.create(session, "Ann")
        bob, _ = people.create(session, "Bob")
        kept = _deny(session, make_face(), ann)
        undone = _deny(session, make_face(), ann)
        undoing.undo(session)
        others = _deny(session, make_face(), bob)
        gone = forgetting.forget(session, ann).changes
        assert gone.faces == {kept, undone}
        assert _denied(session) == {others: bob}


def test_a_face_is_denied_to_any_number_of_people_until_it_is_given_to_one(
    db: Database, make_face: MakeFace
) -> None:
    with db.write() as session:
        ann, bob, noor = (people.create(session, name)[0] for name in ("Ann", "Bob", "Noor"))
        ids, _ = faces.add(session, [make_face() for _ in range(3)])
        faces.assign(session, ids[:1], noor)
        changes = faces.deny(session, ids, noor)
        assert changes.label == "Said that 3 faces are not Noor's"
        assert faces.get(session, ids[:1])[0].person is None
        faces.deny(session, ids[1:], ann)
        assert faces.deny(session, ids[1:], ann).faces == frozenset()
        both = {ids[0]: {noor}, ids[1]: {noor, ann}, ids[2]: {noor, ann}}
        assert denials.by_face(session) == both
        assert {card.id: card.denied for card in faces.get(session, ids)} == both
        assert len(denials.load(session, "m")[0]) == 5
        faces.assign(session, ids[1:2], ann)
        faces.unassign(session, ids[1:2])
        assert denials.by_face(session, ids[1:2]) == {ids[1]: {noor}}
        undoing.undo(session)
        undoing.undo(session)
        assert denials.by_face(session) == both
        with pytest.raises(GalleryError, match="no such person"):
            faces.deny(session, ids, 99)
        people.merge(session, ann, noor)
        assert denials.by_face(session, ids[1:2]) == {ids[1]: {noor}}
        faces.assign(session, ids, bob)
        assert set(denials.by_face(session)) == set(ids)


def test_an_old_answer_is_undone_alone_as_far_as_nothing_was_said_since(
    db: Database, make_face: MakeFace
) -> None:
    with db.write() as session:
        ann, bob = (people.create(session, name)[0] for name in ("Ann", "Bob"))
        ids, _ = faces.add(session, [make_face() for _ in range(3)])
        faces.deny(session, ids, ann)
        [entry] = [one.id for one in journal.history(session, person=ann) if one.kind == "deny"]
        people.merge(session, ann, bob)
        faces.assign(session, ids[:1], bob)
        assert "1 thing" in str(undoing.undo_alone(session, entry).label)
        assert denials.by_face(session) == {}
        undoing.undo(session)
        assert denials.by_face(session) == {ids[1]: {bob}, ids[2]: {bob}}


def test_nothing_stays_of_what_was_said_of_somebody_forgotten(
    db: Database, make_face: MakeFace, make_photo: Callable[[str], PhotoFile]
) -> None:
    with db.write() as session:
        ann, bob = (people.create(session, name)[0] for name in ("Ann", "Bob"))
        _, ids, _ = photos.record(session, make_photo("a.jpg"), [make_face(), make_face()])
        faces.deny(session, ids, ann)
        faces.deny(session, ids, bob)
        faces.assign(session, ids[:1], bob)
        forgetting.forget(session, ann)
        assert denials.by_face(session) == {ids[1]: {bob}}
        assert {face.id for face in faces.get(session, ids)} == set(ids), "they were never hers"
        forgetting.forget(session, bob)
        assert [face.id for face in faces.get(session, ids)] == ids[1:]
        assert session.execute(text("SELECT count(*) FROM denial")).scalar_one() == 0
        assert journal.history(session) == []


def test_a_face_of_which_something_was_said_outlives_its_photo(
    db: Database, make_face: MakeFace, make_photo: Callable[[str], PhotoFile]
) -> None:
    with db.write() as session:
        ann, _ = people.create(session, "Ann")
        photo, (first, second), _ = photos.record(session, make_photo("a.jpg"), [make_face(), make_face()])
        faces.deny(session, [first], ann)
        assert photos.drop_unnamed(session, photo).faces == {second}
