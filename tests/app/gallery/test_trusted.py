"""A label is trusted for as long as the face bears it."""

from collections.abc import Callable

from app.gallery import faces, people, trusted
from app.gallery.database import Database
from app.gallery.records import NewFace

MakeFace = Callable[..., NewFace]


def test_a_trusted_label_is_kept_until_the_face_is_somebody_elses(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        ann, _ = people.create(session, "Ann")
        bob, _ = people.create(session, "Bob")
        (first, second), _ = faces.add(session, [make_face(), make_face()], person_id=ann)
        assert trusted.load(session) == {}
        assert trusted.trust(session, [first]).faces == {first}
        assert trusted.load(session) == {first: ann}
        faces.assign(session, [first], bob)
        trusted.trust(session, [second])
        assert trusted.load(session) == {second: ann}
