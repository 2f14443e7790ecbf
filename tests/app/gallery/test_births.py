"""Birth dates are kept, undone and moved with people, and tell whose faces in old photos cannot be."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.core.errors import GalleryError
from app.gallery import births, faces, people, photos, undoing
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

MakeFace = Callable[..., NewFace]
MakePhoto = Callable[[Path | str], PhotoFile]
DAY = date(1990, 5, 3)


def _taken(db: Database, photo: PhotoFile, face: NewFace, when: datetime | None) -> int:
    with db.write() as session:
        seconds = None if when is None else int(when.timestamp())
        number, *_ = photos.record(
            session, replace(photo, sha256=photo.path.name.ljust(64, "0"), taken=seconds)
        )
        [made], _ = faces.add(session, [face], photo_id=number)
    return made


def _named(db: Database, name: str, born: date | None = None) -> int:
    with db.write() as session:
        person, _ = people.create(session, name)
        if born is not None:
            people.set_birth(session, person, born)
    return person


def _born(db: Database, person: int) -> date | None:
    with db.read() as session:
        return births.of(session, person)


def test_it_is_kept_and_undone(db: Database) -> None:
    person = _named(db, "Ann", DAY)
    with db.write() as session:
        assert people.set_birth(session, person, DAY + timedelta(1)).people == {person}
        assert undoing.undo(session).label == "Undid: Set the birth date of Ann to 1990-05-04"
    assert _born(db, person) == DAY
    with db.write() as session:
        people.set_birth(session, person, None)
        assert [one.born for one in people.everyone(session)] == [None]
        undoing.undo(session)
        assert [one.born for one in people.everyone(session)] == [DAY]


@pytest.mark.parametrize("day", [date(1700, 1, 1), date.today() + timedelta(2)])
def test_a_day_that_cannot_be_is_refused(db: Database, day: date) -> None:
    with db.write() as session, pytest.raises(GalleryError, match="Nobody can be born"):
        people.set_birth(session, people.create(session, "Ann")[0], day)


def test_who_is_one_with_another_keeps_the_date_of_either(db: Database) -> None:
    ann, anna, old = _named(db, "Ann", DAY), _named(db, "Anna"), _named(db, "Old", date(1950, 1, 1))
    with db.write() as session:
        people.merge(session, ann, anna)
        people.merge(session, anna, old)
    assert (_born(db, anna), _born(db, old)) == (DAY, date(1950, 1, 1))
    with db.write() as session:
        undoing.undo(session)
        undoing.undo(session)
    assert _born(db, anna) is None


def test_faces_taken_before_are_told(db: Database, make_face: MakeFace, make_photo: MakePhoto) -> None:
    born = datetime(DAY.year, DAY.month, DAY.day, tzinfo=UTC)
    times = [born - timedelta(days=2), born, None, born - timedelta(days=9)]
    early, _, _, own = (
        _taken(db, make_photo(f"/{number}.jpg"), make_face(), when) for number, when in enumerate(times)
    )
    ann, _ = _named(db, "Ann", DAY), _named(db, "Ben")
    with db.write() as session:
        faces.assign(session, [own], ann)
        assert births.unborn(session) == {early: frozenset({ann})}
        people.remove(session, ann)
        assert births.unborn(session) == {}
