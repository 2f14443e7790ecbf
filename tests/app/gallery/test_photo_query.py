"""Photos by people, dates, folders and what is known of them, all conditions together."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path

import pytest

from app.core.text import say
from app.domain.photo_filter import PhotoFilter
from app.gallery import faces, people, photos
from app.gallery.database import Database, Session
from app.gallery.photo_query import find
from app.gallery.records import NewFace, PhotoFile

Add = Callable[..., int]
_DAYS = (date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 15), date(2021, 3, 2))


@pytest.fixture
def add(make_face: Callable[..., NewFace], make_photo: Callable[[str], PhotoFile]) -> Add:
    """Add a photo of a day in a folder with faces of these people, None for nobody's; return which."""

    def make(
        session: Session, day: int, folder: str, owners: Sequence[int | None], overall: Sequence[float] = ()
    ) -> int:
        noon = datetime.combine(_DAYS[day], time(12)).astimezone()
        file = replace(make_photo(f"/p/{folder}/{day}.jpg"), mtime_ns=int(noon.timestamp()) * 1_000_000_000)
        photo, ids, _ = photos.record(
            session, file, [make_face(one) for one in overall or [0.5] * len(owners)]
        )
        for face, owner in zip(ids, owners, strict=True):
            if owner is not None:
                faces.assign(session, [face], owner)
        return photo

    return make


@pytest.mark.slow
def test_conditions_hold_together(db: Database, add: Add) -> None:
    with db.write() as session:
        ana, ben = people.create(session, "Ana")[0], people.create(session, "Ben")[0]
        both = add(session, 0, "a", [ana, ben])
        alone = add(session, 1, "a", [ana])
        other = add(session, 2, "b", [ben, None])
        aside = add(session, 3, "bb", [None])
        faces.ignore(session, [one.id for one in faces.of_photo(session, aside)])
        failed, _ = photos.record_failure(session, Path("/p/b/bad.jpg"), say("it is damaged"))
    asked = {
        (both, alone, other, aside, failed): PhotoFilter(),
        (both, alone): PhotoFilter(people=frozenset({ana})),
        (both,): PhotoFilter(people=frozenset({ana, ben})),
        (alone,): PhotoFilter(people=frozenset({ana}), without=frozenset({ben})),
        (other,): PhotoFilter(unnamed=True),
        (alone, other): PhotoFilter(since=date(2020, 1, 1), until=date(2020, 6, 15)),
        (other, failed): PhotoFilter(folder=Path("/p/b")),
        (failed,): PhotoFilter(failed=True),
        (): PhotoFilter(folder=Path("/p/b"), people=frozenset({ana})),
    }
    with db.read() as session:
        for wanted, asking in asked.items():
            found = find(session, asking)
            assert set(found.photos.tolist()) == set(wanted), asking
            assert sorted(found.taken.tolist(), reverse=True) == found.taken.tolist()
        assert find(session, PhotoFilter()).people == ((ana, 2), (ben, 2))
        assert find(session, PhotoFilter(people=frozenset({ana}))).people == ((ana, 2), (ben, 1))


def test_a_clear_picture_of_somebody_is_of_them(db: Database, add: Add) -> None:
    with db.write() as session:
        ana, ben = people.create(session, "Ana")[0], people.create(session, "Ben")[0]
        photo = add(session, 0, "a", [ana, ben], overall=(0.2, 0.9))
    with db.read() as session:
        assert find(session, PhotoFilter(clear=True)).photos.tolist() == [photo]
        assert find(session, PhotoFilter(clear=True, people=frozenset({ben}))).photos.tolist() == [photo]
        assert not len(find(session, PhotoFilter(clear=True, people=frozenset({ana}))).photos)


def test_who_was_removed_is_in_no_photo(db: Database, add: Add) -> None:
    with db.write() as session:
        ana = people.create(session, "Ana")[0]
        add(session, 0, "a", [ana])
        people.remove(session, ana)
    with db.read() as session:
        found = find(session, PhotoFilter())
    assert len(found.photos) == 1
    assert found.people == ()
