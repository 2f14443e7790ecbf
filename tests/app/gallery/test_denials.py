"""Whose a face is not holds until that is undone, the face is given to them, or they are forgotten."""

from collections.abc import Callable

from app.core.text import say
from app.domain.face import FaceState
from app.gallery import denials, faces, journal, people, undoing
from app.gallery.database import Database, Session
from app.gallery.records import NewFace

MakeFace = Callable[..., NewFace]


def _deny(session: Session, face: NewFace, person: int) -> int:
    entry = journal.begin(session, "deny", say("Not them"))
    [added], _ = faces.add(session, [face], entry=entry)
    denials.deny(session, entry, [added], person)
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
        gone = people.forget(session, ann)
        assert gone.faces == {kept, undone}
        assert _denied(session) == {others: bob}
