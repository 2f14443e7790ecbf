"""Somebody who looks enrolled is refused with the options that answer."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def test_the_options_are_named_and_answer(known: Path, kith: Kith, lfw: Lfw) -> None:
    photos = lfw["Tony Blair"][5:8]
    ran = kith("enroll", "Anthony", *photos)
    assert (ran.code, ran.out) == (2, "")
    assert "looks like Tony Blair (one in " in ran.err
    assert "--add-to" in ran.err
    assert "--keep-apart" in ran.err
    nobody = kith("enroll", "Anthony", *photos, "--add-to", "Nobody", "--json")
    assert nobody.code == 2
    assert kith("enroll", "Anthony", photos[0], "--keep-apart", "--json").document["accepted"] == 1
    assert kith("enroll", "Anthony", photos[1], "--json").code == 0  # asked once
    added = kith("enroll", "Brother", photos[2], "--add-to", "tony blair", "--json").document
    assert (added["person"], added["accepted"]) == ("tony blair", 1)
    listed = {one["name"]: one["faces"] for one in kith("people", "--json").document["people"]}
    assert (listed["Tony Blair"], listed["Anthony"]) == (6, 2)


def test_folders_that_look_enrolled_are_told_with_the_options(
    known: Path, kith: Kith, lfw: Lfw, tmp_path: Path
) -> None:
    (tmp_path / "people" / "Anthony").mkdir(parents=True)
    for photo in lfw["Tony Blair"][5:7]:
        (tmp_path / "people" / "Anthony" / photo.name).write_bytes(photo.read_bytes())
    dry = kith("import-people", tmp_path / "people", "--dry-run", "--json")
    assert [(one["person"], one["pictures"]) for one in dry.document["people"]] == [("Anthony", 2)]
    ran = kith("import-people", tmp_path / "people")
    assert ran.code == 1
    assert "looks like Tony Blair" in ran.err
    assert "--add-to" in ran.err
    assert "--keep-apart" in ran.err


def test_commands_that_add_no_faces_name_merging(known: Path, kith: Kith) -> None:
    ran = kith("rename", "Colin Powell", "T\u00f3ny Blair")
    assert ran.code == 2
    assert "kith merge" in ran.err
    assert "--keep-apart" in ran.err
    assert "--add-to" not in ran.err
    assert kith("rename", "Colin Powell", "T\u00f3ny Blair", "--keep-apart").code == 0
