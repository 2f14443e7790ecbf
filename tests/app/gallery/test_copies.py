from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.gallery import copies, photos
from app.gallery.copies import Copy
from app.gallery.database import Database
from app.gallery.records import PhotoFile


def test_copies_are_noted_found_and_forgotten(db: Database, make_photo: Callable[[str], PhotoFile]) -> None:
    with db.write() as session:
        photo, _, _ = photos.record(session, make_photo("/a.jpg"))
        places = {Path(f"/b/{n}.jpg"): Copy(photo, "ab" * 32, n, 5) for n in range(1200)}
        copies.note(session, places)
        assert copies.at(session, places) == copies.below(session, Path("/b")) == places
        assert copies.of(session, [photo]) == places
        assert copies.below(session, Path("/b/1")) == {}
        copies.forget(session, [*list(places)[:-1], Path("/elsewhere")])
        assert copies.of(session, [photo, photo + 1]) == {
            Path("/b/1199.jpg"): Copy(photo, "ab" * 32, 1199, 5)
        }


def test_only_news_of_copies_are_announced(
    db: Database, make_photo: Callable[[str], PhotoFile], rows: Callable[[str], list[tuple[Any, ...]]]
) -> None:
    copy = {Path("/b.jpg"): Copy(1, "ab" * 32, 7, 5)}
    with db.write() as session:
        photos.record(session, make_photo("/a.jpg"))
        copies.note(session, copy)
    before = rows("SELECT max(id) FROM written")
    with db.write() as session:
        copies.note(session, copy)
    assert rows("SELECT max(id) FROM written") == before


def test_a_photo_takes_its_copies_with_it(db: Database, make_photo: Callable[[str], PhotoFile]) -> None:
    with db.write() as session:
        photo, _, _ = photos.record(session, make_photo("/a.jpg"))
        copies.note(session, {Path("/b.jpg"): Copy(photo, "ab" * 32, 7, 5)})
        assert photos.discard(session, photo)
        assert copies.below(session, Path("/")) == {}
