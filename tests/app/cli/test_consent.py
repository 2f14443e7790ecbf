"""What people agreed to, kept from the command line."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.consent import PURPOSES, Consent, Way
from app.services.people import browse
from app.services.workspace import Workspace

Kith = Callable[..., Any]
Lfw = dict[str, list[Path]]


def _of(workspace: Workspace, name: str) -> list[Consent]:
    return browse.consents_of(workspace, browse.find(workspace, name))


@pytest.mark.slow
def test_it_is_kept_where_it_is_said_and_told_where_not(kith: Kith, lfw: Lfw, workspace: Workspace) -> None:
    photos = lfw["Tony Blair"]
    silent = kith("enroll", "Tony", photos[1], "--json")
    assert silent.document == {"person": "Tony", "accepted": 1, "rejected": []}
    assert silent.err.count("No consent is kept") == 1
    assert _of(workspace, "Tony") == []
    day = date.today().replace(month=12, day=31)
    said = kith("enroll", "Tony", photos[2], "--consent", "Sorting photos", "--until", day)
    assert "No consent" not in said.err
    (kept,) = _of(workspace, "Tony")
    assert (kept.purpose, kept.until, kept.way) == (PURPOSES[2], day, Way.COMMAND)


def test_each_of_many_people_agreed(kith: Kith, lfw: Lfw, tmp_path: Path, workspace: Workspace) -> None:
    for name in ("Tony Blair", "Hugo Chavez"):
        folder = tmp_path / "people" / name
        folder.mkdir(parents=True)
        (folder / "one.jpg").symlink_to(lfw[name][1])
    assert kith("import-people", tmp_path / "people", "--consent", "our choir").code == 0
    for name in ("Tony Blair", "Hugo Chavez"):
        assert [str(one.purpose) for one in _of(workspace, name)] == ["our choir"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--until", "2090-01-01"], "without --consent"),
        (["--consent", "photos", "--until", "2020-01-01"], "is over"),
        (["--consent", "photos", "--until", "soon"], "no day"),
        (["--consent", " "], "purpose has 1 to"),
    ],
)
def test_what_makes_no_sense_is_refused_and_stores_nothing(
    kith: Kith, lfw: Lfw, options: list[str], words: str
) -> None:
    ran = kith("enroll", "Tony", lfw["Tony Blair"][1], *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert kith("people", "--json").document == {"people": []}
