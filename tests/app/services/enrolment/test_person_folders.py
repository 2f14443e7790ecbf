"""Folders that hold several people, a folder each."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from app.domain.arrays import Embedding
from app.services.enrolment import enrol
from app.services.enrolment.person_folders import Plan, people_in, plan
from app.services.workspace import Workspace

_DIRECTIONS = np.eye(40, dtype=np.float32)
_THRESHOLD = 0.5


def _write(root: Path, *pictures: str) -> None:
    """Make files that are called as pictures; whose face each shows is the last part of its name."""
    for picture in pictures:
        path = root / f"{picture}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def _subjects(paths: Sequence[Path]) -> Iterator[Embedding | None]:
    """The face that a picture's name tells; a landscape has none."""
    for path in paths:
        _, _, who = path.stem.rpartition("-")
        yield None if who == "landscape" else _DIRECTIONS[ord(who[0]) - ord("a")]


def _planned(root: Path) -> Plan:
    return plan(sorted(path for path in root.iterdir() if path.is_dir()), _subjects, _THRESHOLD)


def _people(root: Path) -> dict[str, list[str]]:
    return {
        name: [one.relative_to(root).as_posix() for one in found]
        for name, found in _planned(root).people.items()
    }


def test_a_folder_each_is_one_person_each(tmp_path: Path) -> None:
    _write(tmp_path, "anna/1-a", "anna/2-a", "ben_b/1-b", "carl/1-c", "carl/2-x")
    assert _people(tmp_path) == {"anna": ["anna"], "ben b": ["ben_b"], "carl": ["carl"]}
    assert _planned(tmp_path).apart == []


def test_one_persons_albums_stay_theirs(tmp_path: Path) -> None:
    _write(tmp_path, "anna/2021/1-a", "anna/2022/1-a", "anna/2022/2-landscape", "anna/3-a", "ben/2021/1-b")
    assert _people(tmp_path) == {"anna": ["anna"], "ben": ["ben"]}


def test_parts_of_a_data_set_are_taken_together(tmp_path: Path) -> None:
    _write(tmp_path, "train/ben/1-b", "train/ben/2-b", "train/carl/1-c", "test/ben/3-b", "test/carl/3-c")
    assert _people(tmp_path) == {"ben": ["test/ben", "train/ben"], "carl": ["test/carl", "train/carl"]}
    assert _planned(tmp_path).apart == [tmp_path / "test", tmp_path / "train"]


def test_a_part_with_a_single_person_is_known_by_the_others(tmp_path: Path) -> None:
    _write(tmp_path, "train/ben/1-b", "train/carl/1-c", "test/ben/3-b")
    assert _people(tmp_path) == {"ben": ["test/ben", "train/ben"], "carl": ["train/carl"]}


def test_deeper_parts_and_sessions_are_looked_through(tmp_path: Path) -> None:
    _write(
        tmp_path,
        *(f"set/train/{who}/s{number}/1-{who}" for who in ("ben", "carl", "dan") for number in (1, 2)),
    )
    _write(tmp_path, *(f"set/test/{who}/s1/1-{who}" for who in ("ben", "carl", "dan")))
    assert sorted(_people(tmp_path)) == ["ben", "carl", "dan"]
    assert _people(tmp_path)["ben"] == ["set/test/ben", "set/train/ben"]


def test_pictures_beside_peoples_folders_are_told(tmp_path: Path) -> None:
    _write(tmp_path, "all/ben/1-b", "all/carl/1-c", "all/both-b", "all/other-c")
    planned = _planned(tmp_path)
    assert sorted(planned.people) == ["ben", "carl"]
    (failure,) = planned.rejected
    assert failure.path == str(tmp_path / "all")
    assert "2 pictures in no folder of a person" in failure.reason


def test_large_folders_are_judged_by_a_few_pictures(tmp_path: Path) -> None:
    _write(
        tmp_path,
        *(f"all/{chr(97 + who)}/{number}-{chr(97 + who)}" for who in range(26) for number in range(9)),
    )
    asked: list[Path] = []

    def subjects(paths: Sequence[Path]) -> Iterator[Embedding | None]:
        asked.extend(paths)
        return _subjects(paths)

    assert len(people_in(tmp_path / "all", subjects, _THRESHOLD)) == 26
    assert len(asked) == 24


def test_nothing_to_see_changes_nothing(tmp_path: Path) -> None:
    _write(tmp_path, "anna/x/1-landscape", "anna/y/1-landscape")
    (tmp_path / "ben").mkdir()
    assert _people(tmp_path) == {"anna": ["anna"], "ben": ["ben"]}


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_real_people_are_told_apart(workspace: Workspace, lfw: dict[str, list[Path]], tmp_path: Path) -> None:
    for part, places in (("train", slice(0, 3)), ("test", slice(3, 5))):
        for name in ("Tony Blair", "Vladimir Putin"):
            folder = tmp_path / "people" / part / name.replace(" ", "_")
            folder.mkdir(parents=True)
            for photo in lfw[name][places]:
                (folder / photo.name).symlink_to(photo)
    refused = enrol.enrol(workspace, "Train", [str(tmp_path / "people" / "train")])
    assert refused.accepted == 0
    assert "holds several people, a folder each (Tony_Blair, Vladimir_Putin)" in refused.rejected[0].reason
    found = list(enrol.enrol_planned(workspace, enrol.plan_people(workspace, tmp_path / "people")))
    assert [(one.name, one.accepted, one.rejected) for one in found] == [
        ("Tony Blair", 5, []),
        ("Vladimir Putin", 5, []),
    ]
