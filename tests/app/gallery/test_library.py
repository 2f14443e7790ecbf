from pathlib import Path

from app.gallery import library
from app.gallery.database import Database


def test_a_folder_above_takes_the_place_of_those_in_it(db: Database) -> None:
    with db.write() as session:
        for path in ("/a/b", "/a/c", "/ab", "/a/b/d"):
            library.add(session, Path(path))
        assert library.folders(session) == dict.fromkeys(map(Path, ("/a/b", "/a/c", "/ab")), False)
        assert library.watch(session, Path("/a/c"), on=True)
        library.add(session, Path("/a"))
        library.add(session, Path("/a/b"))
        assert library.folders(session) == {Path("/a"): True, Path("/ab"): False}


def test_a_folder_is_kept_no_more(db: Database) -> None:
    with db.write() as session:
        library.add(session, Path("/a"))
        library.watch(session, Path("/a"), on=True)
        assert library.forget(session, Path("/a"))
        assert not library.forget(session, Path("/a"))
        assert not library.watch(session, Path("/a"), on=True)
        assert library.folders(session) == {}
