"""Faces come best first, and only those asked for."""

from collections.abc import Callable

from app.gallery import faces, people, rankings
from app.gallery.database import Database
from app.gallery.records import NewFace

MakeFace = Callable[..., NewFace]


def test_the_best_active_faces_come_first(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        ids, _ = faces.add(session, [make_face(overall) for overall in (0.2, 0.9, 0.5, 0.9)])
        faces.ignore(session, ids[1:2])
        assert rankings.best(session, 2) == [ids[3], ids[2]]
        assert rankings.best(session, 9) == [ids[3], ids[2], ids[0]]


def test_a_persons_faces_and_those_set_aside_are_told_apart(db: Database, make_face: MakeFace) -> None:
    with db.write() as session:
        ann, _ = people.create(session, "Ann")
        hers, _ = faces.add(session, [make_face(0.3), make_face(0.8), make_face(0.6)], person_id=ann)
        nobodys, _ = faces.add(session, [make_face(0.7)])
        faces.ignore(session, [hers[2], *nobodys])
        assert rankings.of_person(session, ann) == [hers[1], hers[0]]
        assert rankings.ignored(session) == [(nobodys[0], None), (hers[2], None)]
