"""What was done, listed and taken back, from the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

Kith = Callable[..., Any]


def test_an_old_change_is_found_and_undone_alone(kith: Kith, known: Path) -> None:
    kith("merge", "Hugo Chavez", "Tony Blair")
    kith("rename", "Colin Powell", "Colin")
    changes = kith("history", "--json").document["changes"]
    assert [one["kind"] for one in changes[:2]] == ["rename", "merge"]
    assert changes[1]["values"] == {"name": "Hugo Chavez", "into": "Tony Blair"}
    assert kith("undo", "--alone", changes[1]["id"]).out == "Undid: Merged Hugo Chavez into Tony Blair.\n"
    assert {one["name"] for one in kith("people", "--json").document["people"]} >= {"Hugo Chavez", "Colin"}
    theirs = kith("history", "--person", "Hugo Chavez", "--json").document["changes"]
    assert [one["kind"] for one in theirs] == ["undo", "merge", "enrol"]
    assert [one["undone"] for one in theirs] == [False, True, False]
    told = kith("history", "--limit", 2).out
    assert "Renamed Colin Powell to Colin" in told
    assert "Merged" in told
    assert kith("undo", "--back-to", changes[1]["id"]).out == "Undid 2 changes.\n"
    assert kith("redo").out.startswith("Redid: ")
    assert kith("redo", "--json").document["done"].startswith("Redid: ")


def test_what_cannot_be_undone_is_told(kith: Kith, known: Path) -> None:
    assert kith("undo", "--alone", 1, "--back-to", 2).code == 2
    refused = kith("undo", "--alone", 999)
    assert refused.code == 2
    assert "no such change" in refused.err.lower()


def test_nothing_was_done_yet(kith: Kith) -> None:
    assert "Nothing was done yet" in kith("history").err
