"""Copies that are carried elsewhere: whoever is forgotten is in none of them any more."""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app.gallery import sums
from app.gallery.sqlite import connect
from app.keys import copy_keys

pytestmark = pytest.mark.slow

Kith = Callable[..., Any]


def _names(kith: Kith, **where: Any) -> set[str]:
    return {person["name"] for person in kith("people", "--json", **where).document["people"]}


@pytest.fixture
def carried(kith: Kith, known: Path, tmp_path: Path) -> Path:
    """A copy on another disk, `disk/copy.db`, with its keys beside it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = kith("backup", disk / "copy.db", "--json").document
    assert made["keys"] == str(disk / "copies.keys")
    assert (disk / "copies.keys").stat().st_mode & 0o777 == 0o600
    return disk / "copy.db"


def test_who_is_forgotten_is_not_on_the_other_disk_either_and_everybody_else_is(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    before = carried.read_bytes()
    assert kith("restore", carried, data=tmp_path / "before").code == 0
    assert len(_names(kith, data=tmp_path / "before")) == 10
    assert kith("forget", "Tony Blair").code == 0
    assert carried.read_bytes() == before
    shutil.rmtree(known)  # the computer is lost
    ran = kith("restore", carried, "--json", data=tmp_path / "after")
    assert (ran.code, ran.document["people"], ran.document["forgotten"]) == (0, 9, 1)
    assert "Tony Blair" not in _names(kith, data=tmp_path / "after")
    found = kith("doctor", "--json", data=tmp_path / "after")
    assert [one for one in found.document["checks"] if not one["ok"]] == []
    assert b"Tony Blair" not in b"".join(
        path.read_bytes() for path in (tmp_path / "after").rglob("*") if path.is_file()
    )
    again = kith("backup", tmp_path / "again.db", "--json", data=tmp_path / "after")  # under the same keys
    assert again.code == 0
    assert kith("restore", carried, "--keys", again.document["keys"], data=tmp_path / "third").code == 0


def test_faces_without_a_name_that_are_erased_are_gone_likewise(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    kith("undo")  # the last person's faces are nobody's, and out of view
    kith("backup", carried, "--overwrite")
    names = _names(kith)
    kith("redo")
    (name,) = _names(kith) - names
    kith("forget", name)
    ran = kith("restore", carried, "--json", data=tmp_path / "after")
    assert ran.code == 0
    assert _names(kith, data=tmp_path / "after") == names
    undone = kith("redo", data=tmp_path / "after")
    assert name not in undone.out + undone.err
    assert _names(kith, data=tmp_path / "after") == names


def test_without_its_keys_a_copy_says_what_is_missing(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    keys = carried.with_name("copies.keys").rename(tmp_path / "elsewhere.keys")
    ran = kith("restore", carried, "--json", data=tmp_path / "other")
    assert ran.code == 2
    assert "keys" in ran.document["error"]["why"]
    assert "--keys" in ran.document["error"]["remedy"]
    (tmp_path / "none.keys").write_bytes(b"nothing")
    assert kith("restore", carried, "--keys", tmp_path / "none.keys", data=tmp_path / "other").code == 2
    assert kith("restore", carried, "--keys", keys, data=tmp_path / "other").code == 0
    assert kith("restore", carried).code == 0  # here they are in the data folder


def test_a_disk_that_is_not_there_is_told_and_renewed_once_it_is(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    away = carried.parent.rename(tmp_path / "away")
    kept = (away / "copies.keys").read_bytes()
    ran = kith("forget", "Tony Blair")
    assert ran.code == 0
    assert str(carried.with_name("copies.keys")) in ran.out + ran.err
    away.rename(carried.parent)
    assert carried.with_name("copies.keys").read_bytes() == kept
    kith("people")  # any start renews it
    assert carried.with_name("copies.keys").read_bytes() == copy_keys.places(known)[0].read_bytes() != kept
    assert "copies.keys" not in kith("forget", "Hugo Chavez").out


def test_keys_go_where_they_are_wanted_and_over_nothing_else(kith: Kith, known: Path, tmp_path: Path) -> None:
    (tmp_path / "copies.keys").write_text("mine")
    ran = kith("backup", tmp_path / "copy.db", "--json")
    assert ran.code == 2
    assert "--keys" in ran.document["error"]["remedy"]
    assert not (tmp_path / "copy.db").exists()
    assert kith("backup", "--keys", tmp_path / "k").code == 2
    assert kith("backup", tmp_path / "copy.db", "--keys", tmp_path / "k").code == 0
    assert kith("backup", tmp_path / "second.db", "--keys", tmp_path / "k").code == 0
    assert (tmp_path / "copies.keys").read_text() == "mine"
    other = tmp_path / "other"
    assert kith("backup", tmp_path / "third.db", "--keys", tmp_path / "k", data=other).code == 2


def test_a_place_that_bears_the_name_is_renewed_and_let_go(kith: Kith, known: Path, tmp_path: Path) -> None:
    disk = tmp_path / "Tony Blair"
    disk.mkdir()
    kith("backup", disk / "copy.db")
    kith("forget", "Tony Blair")
    assert kith("restore", disk / "copy.db", "--json", data=tmp_path / "other").document["people"] == 9
    assert b"Tony Blair" not in b"".join(path.read_bytes() for path in known.rglob("*") if path.is_file())


def test_lost_or_damaged_keys_are_told_and_mended(kith: Kith, known: Path, carried: Path) -> None:
    kith("backup")
    first, second = copy_keys.places(known)

    def copies() -> dict[str, Any]:
        found: dict[str, Any] = next(
            one for one in kith("doctor", "--json").document["checks"] if one["name"] == "copies"
        )
        return found

    assert copies()["ok"]
    first.write_bytes(b"x")
    assert (copies()["ok"], kith("doctor", "--repair").code, copies()["ok"]) == (False, 0, True)
    assert kith("restore", carried).code == 0
    for path in (first, second):
        path.write_bytes(b"x")
    assert kith("backup").code != 0
    kith("doctor", "--repair")
    assert not copies()["ok"]  # those that are there open no more
    assert kith("restore", "--json").code == 2
    assert kith("restore", carried).code == 0  # with the keys beside it
    assert kith("backup").code == 0


def test_a_model_that_learnt_from_somebody_who_is_in_no_copy_any_more_is_flagged(
    kith: Kith, retrained: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "disk" / "copy.db"
    copy.parent.mkdir()
    kith("backup", copy)
    kith("forget", "Tony Blair")
    assert kith("backup").code == 0
    for data in (retrained, tmp_path / "other"):
        ran = kith("restore", copy, "--json", data=data)
        assert (ran.code, ran.document["forgotten"]) == (0, 1)
        found = kith("models", "--json", data=data).document["models"]
        assert max(model.get("forgotten", 0) for model in found) == 1


def test_a_copy_knows_where_its_keys_lay_as_it_was_restored(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    """Forgetting on another computer, where the disk is called otherwise, renews them, too."""
    disk = carried.parent.rename(tmp_path / "plugged in here")
    shutil.rmtree(known)
    kith("restore", disk / "copy.db", data=tmp_path / "other")
    kith("forget", "Tony Blair", data=tmp_path / "other")
    ran = kith("restore", disk / "copy.db", "--json", data=tmp_path / "third")
    assert (ran.document["people"], ran.document["forgotten"]) == (9, 1)


def test_a_second_computer_renews_each_place_that_it_was_restored_from(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other disk"
    other.mkdir()
    for name in ("copy.db", "copies.keys"):
        shutil.copy2(carried.with_name(name), other)
    shutil.rmtree(known)
    for copy in (carried, other / "copy.db"):  # the second opens with the keys that came from the first
        assert kith("restore", copy, data=tmp_path / "new").code == 0
    kith("forget", "Tony Blair", data=tmp_path / "new")
    for copy in (carried, other / "copy.db"):
        kith("restore", copy, data=tmp_path / copy.parent.name / "third")
        assert "Tony Blair" not in _names(kith, data=tmp_path / copy.parent.name / "third")


def test_lost_keys_do_not_keep_somebody_in_copies_elsewhere(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    for path in copy_keys.places(known):
        path.unlink(missing_ok=True)
    kith("backup")  # under new keys
    kith("forget", "Tony Blair")
    assert kith("restore", carried, "--json", data=tmp_path / "new").document["people"] == 9


def test_of_two_places_one_that_bears_a_name_is_no_trace_in_the_other(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    named, last = tmp_path / "Tony Blair", tmp_path / "last"
    for disk in (named, last):
        disk.mkdir()
        assert kith("backup", disk / "copy.db").code == 0
    assert b"Tony Blair" not in (last / "copy.db").read_bytes()
    kith("forget", "Tony Blair")
    shutil.rmtree(known)
    kith("restore", last / "copy.db", data=tmp_path / "new")
    kith("forget", "Hugo Chavez", data=tmp_path / "new")  # the first disk is still known of
    assert kith("restore", carried, "--json", data=tmp_path / "third").document["people"] == 8


def test_the_second_file_in_the_data_folder_is_renewed_where_that_was_cut_off(
    kith: Kith, known: Path
) -> None:
    kith("backup")
    first, second = copy_keys.places(known)
    before = second.read_bytes()
    kith("forget", "Tony Blair")
    second.write_bytes(before)
    kith("forget", "Hugo Chavez")
    assert second.read_bytes() == first.read_bytes()
    second.write_bytes(before)
    copy_keys.erase(known, [])
    assert second.read_bytes() == first.read_bytes()


def test_a_copy_and_its_keys_are_two_files_that_both_can_be_written(
    kith: Kith, known: Path, tmp_path: Path
) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for keys in (tmp_path / "copy.db", tmp_path / "none" / "k", loop):
        ran = kith("backup", tmp_path / "copy.db", "--keys", keys, "--json")
        assert ran.code == 2
        assert str(keys) in ran.document["error"]["what"]
        assert not (tmp_path / "copy.db").exists()
    assert kith("backup", tmp_path / "copy.db").code == 0
    assert kith("restore", tmp_path / "copy.db", "--keys", loop).code == 0


@pytest.mark.skipif(os.name == "nt", reason="links take rights there")
def test_keys_that_a_link_leads_to_are_renewed_where_they_lie(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    (tmp_path / "copies.keys").symlink_to(carried.with_name("copies.keys"))
    assert kith("backup", tmp_path / "copy.db").code == 0
    assert (tmp_path / "copies.keys").is_symlink()
    assert (
        copy_keys.load_from(carried.with_name("copies.keys")).id
        == copy_keys.load_from(copy_keys.places(known)[0]).id
    )


@pytest.mark.parametrize("place", ["[1]", '"\\ud800"', "[" * 100_000, "{}"])
def test_a_place_that_is_none_hinders_nothing(kith: Kith, known: Path, place: str) -> None:
    with closing(connect(known / "gallery.db")) as gallery:
        sums.keep(gallery)
        gallery.execute("INSERT INTO state (key, value) VALUES (?, '')", (f"copy_keys_at {place}",))
    assert kith("people").code == kith("backup").code == kith("forget", "Tony Blair").code == 0


def test_a_copy_in_the_place_of_a_gallery_says_how_it_is_restored(
    kith: Kith, known: Path, carried: Path, tmp_path: Path
) -> None:
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    shutil.copy2(carried, new / "gallery.db")
    for command in (["people"], ["restore", carried]):
        ran = kith(*command, "--json", data=new)
        assert ran.code == 3
        assert "kith restore" in ran.document["error"]["remedy"]
    (new / "gallery.db").rename(carried.with_name("moved.db"))
    assert kith("restore", carried.with_name("moved.db"), data=new).code == 0
    assert len(_names(kith, data=new)) == 10
